import { refusal, type Refusal } from "@bellwether/core";
import { componentsWithTraits, type ApplicationSpec } from "../kinds/application.ts";

const specFields: readonly string[] = ["components"];

/** Traits are refused by a code of their own. */
const componentFields: readonly string[] = ["name", "type", "properties", "traits"];

/** What an Application asks for and this version would ignore, each refused instead. `whose` names it for people. */
export function unservedFields(spec: ApplicationSpec, whose: string): readonly Refusal[] {
  return [
    ...unservedTraits(spec, whose),
    ...spec.components.flatMap((component) =>
      unserved(component, componentFields, `component "${component.name}" of ${whose}`),
    ),
    ...unserved(spec, specFields, whose),
  ];
}

function unservedTraits(spec: ApplicationSpec, whose: string): readonly Refusal[] {
  return componentsWithTraits(spec).map(({ name, traits = [] }) => {
    const types = traits.map(({ type }) => type).join(", ");
    return refusal(
      "TRAITS_NOT_SERVED",
      `component "${name}" of ${whose} has traits (${types}), which this version does not serve`,
    );
  });
}

const remedies: Readonly<Record<string, string>> = {
  rolloutPlan: "leave rolloutPlan out, and roll the Application's revisions out by an AppRollout",
};

function unserved(owner: object, served: readonly string[], subject: string): readonly Refusal[] {
  return Object.entries(owner)
    .filter(([field, value]) => !served.includes(field) && !isEmpty(value))
    .map(([field]) =>
      refusal("APPLICATION_FIELD_NOT_SERVED", `${subject} has ${field}, which this version does not serve`, {
        remedy: remedies[field] ?? `leave ${field} out: nothing would act on it yet`,
      }),
    );
}

function isEmpty(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === "";
}
