import type { KubeObject } from "@bellwether/core";

/** Names the leadership term in which an object was last written. */
export const epochAnnotation = "bellwether.dev/epoch";

type Written = Readonly<Record<string, unknown>>;

/** The highest term that the object or its status names; 0 when none does. */
export function epochOf(object: KubeObject | undefined): number {
  const status = object?.["status"] as { readonly epoch?: unknown } | undefined;
  return Math.max(numberOf(object?.metadata.annotations?.[epochAnnotation]), numberOf(status?.epoch));
}

export function withEpoch<W extends Written>(written: W, epoch: number): W {
  const metadata = (written["metadata"] ?? {}) as KubeObject["metadata"];
  const annotations = { ...metadata.annotations, [epochAnnotation]: String(epoch) };
  return { ...written, metadata: { ...metadata, annotations } };
}

function numberOf(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}
