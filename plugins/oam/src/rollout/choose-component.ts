import { RolloutError } from "@bellwether/core";
import { rollingComponents, type Application } from "../kinds/application.ts";

/** Name of the component to roll: as listed, as the Application's annotation says, or the only one in common. */
export function chooseComponent(
  listed: readonly string[],
  target: Application,
  source: Application | undefined,
): string {
  const [named] = [...listed, ...rollingComponents(target)];
  return named ?? onlyCommonComponent(target, source ?? target);
}

function onlyCommonComponent(target: Application, source: Application): string {
  const common = namesOf(target).filter((name) => namesOf(source).includes(name));
  const [only] = common;
  if (only !== undefined && common.length === 1) return only;
  throw new RolloutError(
    "COMPONENT_AMBIGUOUS",
    `The revisions have ${common.length} components in common (${common.join(", ") || "none"}); one is needed.`,
    { field: "spec.componentList" },
  );
}

function namesOf({ spec }: Application): readonly string[] {
  return spec.components.map(({ name }) => name);
}
