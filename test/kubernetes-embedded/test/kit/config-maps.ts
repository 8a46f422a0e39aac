import {
  ApiError,
  ApiUnreachable,
  compareResourceVersions,
  type KubeClient,
  type KubeObject,
  keyOf,
  keyText,
  mergePatchOn,
  type ObjectView,
  type ResourceType,
  StaleRead,
} from "@bellwether/core";

export const configMaps: ResourceType = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

export const write = { fieldManager: "churn" };

export function configMap(name: string, data: Record<string, string> = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", labels: { app: "churn" } },
    data,
  };
}

export function versions(objects: readonly KubeObject[]): Record<string, string> {
  const entries = objects.map((object) => [keyText(keyOf(object)), object.metadata.resourceVersion ?? ""]);
  return Object.fromEntries(entries.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
}

export async function listAll(client: KubeClient): Promise<readonly KubeObject[]> {
  return (await client.list(configMaps, { namespace: "default", labelSelector: "app=churn" })).items;
}

/** Creates, changes or deletes one of `names`; a failure of the API server is part of the game. */
export async function writeSomething(
  client: KubeClient,
  names: readonly string[],
  random: () => number,
): Promise<KubeObject | undefined> {
  const name = names[Math.floor(random() * names.length)] ?? "";
  const key = { namespace: "default", name };
  try {
    const choice = random();
    if (choice < 0.3) return await client.create(configMaps, configMap(name), write);
    if (choice < 0.6)
      return await client.apply(configMaps, configMap(name, { k: String(random()) }), { ...write, force: true });
    if (choice < 0.8) {
      const observed = await client.get(configMaps, key);
      return await client.patch(configMaps, key, mergePatchOn(observed, { data: { k: String(random()) } }), write);
    }
    await client.delete(configMaps, key);
  } catch (error) {
    if (!(error instanceof ApiError) && !(error instanceof ApiUnreachable)) throw error;
  }
  return undefined;
}

/** What a view shows of a written object: nothing older than the write, or a refusal. */
export function showsOlder(view: ObjectView, written: KubeObject): boolean {
  try {
    const shown = view.get(keyOf(written));
    const version = shown?.metadata.resourceVersion ?? written.metadata.resourceVersion ?? "";
    return compareResourceVersions(version, written.metadata.resourceVersion ?? "") < 0;
  } catch (error) {
    if (error instanceof StaleRead) return false;
    throw error;
  }
}
