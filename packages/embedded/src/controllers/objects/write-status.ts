import { type KubeClient, type KubeObject, keyOf, mergePatchOn, type ResourceType } from "@bellwether/core";
import { same } from "./canonical.ts";

/** Writes what differs of the status, fields that are no more included; nothing when nothing does. Conflicts with newer writes. */
export async function writeStatus<T extends KubeObject>(
  client: KubeClient,
  type: ResourceType,
  observed: T,
  status: object,
  fieldManager: string,
  annotations: Readonly<Record<string, string>> = {},
): Promise<T> {
  const changes = changesOf((observed["status"] ?? {}) as Fields, status as Fields);
  const annotated = Object.entries(annotations).some(
    ([name, value]) => observed.metadata.annotations?.[name] !== value,
  );
  if (Object.keys(changes).length === 0 && !annotated) return observed;
  const patch = mergePatchOn(observed, { ...(annotated ? { metadata: { annotations } } : {}), status: changes });
  return (await client.patch(type, keyOf(observed), patch, { fieldManager, subresource: "status" })) as T;
}

type Fields = Readonly<Record<string, unknown>>;

function changesOf(before: Fields, after: Fields): Fields {
  const changes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(after)) {
    if (!same(before[name], value)) changes[name] = value ?? null;
  }
  for (const name of Object.keys(before)) {
    if (!(name in after)) changes[name] = null;
  }
  return changes;
}
