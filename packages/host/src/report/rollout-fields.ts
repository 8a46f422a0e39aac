import type { ObjectKey } from "@bellwether/core";

/** The keys under which log lines name a rollout. */
export function fieldsOf({
  cluster,
  kind,
  key,
}: {
  cluster: string;
  kind: string;
  key: ObjectKey;
}): Record<string, string> {
  return { cluster, namespace: key.namespace, name: key.name, kind };
}
