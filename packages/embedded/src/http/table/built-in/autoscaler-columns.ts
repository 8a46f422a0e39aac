import type { KubeObject } from "@bellwether/core";
import { ageColumn, type Column, column, integer, joined, listAt, nameColumn, text, textAt } from "../column.ts";

export const autoscalerColumns: Readonly<Record<string, readonly Column[]>> = {
  "autoscaling/HorizontalPodAutoscaler": [
    nameColumn,
    column(
      "Reference",
      (hpa) => `${textAt(hpa, "spec.scaleTargetRef.kind")}/${textAt(hpa, "spec.scaleTargetRef.name")}`,
    ),
    column("Targets", targets),
    text("MinPods", "spec.minReplicas", "<unset>"),
    text("MaxPods", "spec.maxReplicas"),
    integer("Replicas", "status.currentReplicas"),
    ageColumn,
  ],
};

/** `cpu: 60%/80%`: measured and wanted, of each resource. */
function targets(autoscaler: KubeObject): string {
  const measured = listAt(autoscaler, "status.currentMetrics");
  const texts = listAt(autoscaler, "spec.metrics").map((metric) => {
    const name = textAt(metric, "resource.name");
    const current = measured.find((one) => textAt(one, "resource.name") === name);
    const percent = (source: unknown, path: string): string => {
      const text = textAt(source, `${path}.averageUtilization`);
      return text === "" ? textAt(source, `${path}.averageValue`, "<unknown>") : `${text}%`;
    };
    return `${name}: ${percent(current, "resource.current")}/${percent(metric, "resource.target")}`;
  });
  return joined(texts);
}
