import { refusal, type KubeObject, type Refusal } from "@bellwether/core";
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
          refusal("SOURCE_IS_TARGET", `spec.sourceAppRevisionName is the target itself, ${sourceAppRevisionName}`, {
            field: "spec.sourceAppRevisionName",
          }),
        ]
      : []),
  ];
}
