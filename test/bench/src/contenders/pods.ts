import type { KubeObject } from "@bellwether/core";

/** The pod template of every contender's workload. */
export function templateOf(name: string, image: string): object {
  return {
    metadata: { labels: { app: name } },
    spec: { containers: [{ name: "main", image, ports: [{ containerPort: 8080 }] }] },
  };
}

interface Counts {
  readonly replicas?: number;
  readonly readyReplicas?: number;
  readonly updatedReadyReplicas?: number;
  readonly observedGeneration?: number;
}

/** What a workload's controller says of its last generation; nothing while it lags behind. */
export function countsOf(workload: KubeObject): Counts {
  const counts = (workload["status"] ?? {}) as Counts;
  return counts.observedGeneration === workload.metadata.generation ? counts : {};
}
