import { revisionAnnotation, type KubeObject } from "@bellwether/core";
import { labels } from "../kinds/keys.ts";

/** Whether the live object is the workload of a rollout of this workload's component. */
export function isRolled({ metadata }: KubeObject, workload: KubeObject): boolean {
  return (
    metadata.annotations?.[revisionAnnotation] !== undefined &&
    [labels.application, labels.component].every((key) => metadata.labels?.[key] === workload.metadata.labels?.[key])
  );
}
