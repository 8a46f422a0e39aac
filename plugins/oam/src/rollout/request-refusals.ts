import { refusal, type KubeObject, type Refusal } from "@bellwether/core";
import { componentsWithTraits, type Application } from "../kinds/application.ts";
import { specOf } from "./read-app-rollout.ts";

/** What is wrong with the request itself, whatever the cluster holds. */
export function requestRefusals(object: KubeObject): readonly Refusal[] {
  const { componentList = [], revertOnDelete, sourceAppRevisionName = "", targetAppRevisionName } = specOf(object);
  return [
    ...(componentList.length > 1
      ? [
          refusal(
            "PLAN_FIELD_NOT_SERVED",
            `spec.componentList names ${componentList.length} components; this version rolls one at a time`,
            { field: "spec.componentList", remedy: "name one component, and roll the others by their own rollouts" },
          ),
        ]
      : []),
    ...(revertOnDelete === true
      ? [
          refusal("PLAN_FIELD_NOT_SERVED", "spec.revertOnDelete is not served by this version", {
            field: "spec.revertOnDelete",
            remedy: "leave revertOnDelete out: nothing would act on it yet",
          }),
        ]
      : []),
    ...(sourceAppRevisionName !== "" && sourceAppRevisionName === targetAppRevisionName
      ? [
          refusal(
            "PLAN_FIELD_NOT_SERVED",
            `spec.sourceAppRevisionName is the target itself, ${sourceAppRevisionName}`,
            {
              field: "spec.sourceAppRevisionName",
              remedy: "leave sourceAppRevisionName out: the target is then scaled",
            },
          ),
        ]
      : []),
  ];
}

/** Traits would be ignored: a rollout of a revision that has some is refused. */
export function traitRefusals({ spec }: Application, revision: string): readonly Refusal[] {
  return componentsWithTraits(spec).map(({ name, traits = [] }) =>
    refusal(
      "TRAITS_NOT_SERVED",
      `component "${name}" of ${revision} has traits (${traits.map(({ type }) => type).join(", ")}), which this version does not roll`,
      { field: "spec.targetAppRevisionName" },
    ),
  );
}
