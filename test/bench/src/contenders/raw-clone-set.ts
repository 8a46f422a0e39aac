import type { KubeClient, KubeObject } from "@bellwether/core";
import { types } from "../cluster/types.ts";
import type { WatchedObjects } from "../cluster/watched-objects.ts";
import { countsOf, templateOf } from "./pods.ts";

/** Names the script's writes. */
export const rawManager = "raw-script";

/** A CloneSet whose pods run the image, all of them ready. */
export async function makeCloneSet(
  client: KubeClient,
  watched: WatchedObjects,
  { name, size, image }: { readonly name: string; readonly size: number; readonly image: string },
): Promise<void> {
  const object: KubeObject = {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name, namespace: "default" },
    spec: {
      replicas: size,
      selector: { matchLabels: { app: name } },
      updateStrategy: { type: "InPlaceIfPossible" },
      template: templateOf(name, image),
    },
  };
  await client.create(types.CloneSet, object, { fieldManager: rawManager });
  await watched.until(name, (set) => countsOf(set).updatedReadyReplicas === size);
}

/** What a person's script does: the template behind a partition, then batch after batch of one pod, each ready before the next. */
export async function rollCloneSet(
  client: KubeClient,
  watched: WatchedObjects,
  { name, size, image }: { readonly name: string; readonly size: number; readonly image: string },
): Promise<void> {
  const patch = async (spec: object): Promise<KubeObject> =>
    client.patch(
      types.CloneSet,
      { namespace: "default", name },
      { type: "merge", body: { spec } },
      { fieldManager: rawManager },
    );
  await patch({ template: templateOf(name, image), updateStrategy: { partition: size } });
  await watched.until(name, (set) => countsOf(set).updatedReadyReplicas === 0);
  for (let pods = 1; pods <= size; pods += 1) {
    await patch({ updateStrategy: { partition: size - pods } });
    await watched.until(name, (set) => (countsOf(set).updatedReadyReplicas ?? 0) >= pods);
  }
}
