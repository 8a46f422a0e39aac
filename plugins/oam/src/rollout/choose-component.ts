import { RolloutError } from "@bellwether/core";
import { rollingComponents, type Application } from "../kinds/application.ts";

/** Name of the component to roll: as listed, as the Application's annotation says, or the only one in common. */
export function chooseComponent(
  listed: readonly string[],
  target: Application,
  source: Application | undefined,
): string {
  const [first] = listed;
  if (first !== undefined) return first;
  const annotated = rollingComponents(target);
  if (annotated.length > 0) return only(annotated, "The annotation app.oam.dev/rolling-components names");
  const inSource = namesOf(source ?? target);
  const common = namesOf(target).filter((name) => inSource.includes(name));
  return only(common, "The revisions have in common");
}

function only(names: readonly string[], where: string): string {
  const [one] = names;
  if (one !== undefined && names.length === 1) return one;
  throw new RolloutError(
    "COMPONENT_AMBIGUOUS",
    `${where} ${names.length} components (${names.join(", ") || "none"}); one is needed.`,
    { field: "spec.componentList" },
  );
}

function namesOf({ spec }: Application): readonly string[] {
  return spec.components.map(({ name }) => name);
}
