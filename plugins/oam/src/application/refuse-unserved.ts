import { RolloutError } from "@bellwether/core";
import { componentsWithTraits, type ApplicationSpec } from "../kinds/application.ts";

/** Throws `RolloutError` for what an Application asks for and would be ignored. */
export function refuseUnserved(spec: ApplicationSpec): void {
  const [component] = componentsWithTraits(spec);
  if (component !== undefined) {
    const types = component.traits?.map(({ type }) => type).join(", ");
    throw new RolloutError(
      "TRAITS_NOT_SERVED",
      `Component "${component.name}" has traits (${types}), which this version does not apply.`,
    );
  }
  if (spec.rolloutPlan !== undefined) {
    throw new RolloutError(
      "PLAN_FIELD_NOT_SERVED",
      "spec.rolloutPlan of an Application is not served by this version: roll its revisions out by an AppRollout.",
    );
  }
}
