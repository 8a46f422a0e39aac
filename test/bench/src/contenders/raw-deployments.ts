import type { KubeClient, KubeObject } from "@bellwether/core";
import { types } from "../cluster/types.ts";
import type { WatchedObjects } from "../cluster/watched-objects.ts";
import { countsOf, templateOf } from "./pods.ts";
import { rawManager } from "./raw-clone-set.ts";

/** A Deployment with so many pods, all of them ready. */
export async function makeDeployment(
  client: KubeClient,
  watched: WatchedObjects,
  { name, size, image }: { readonly name: string; readonly size: number; readonly image: string },
): Promise<void> {
  const object: KubeObject = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default" },
    spec: { replicas: size, selector: { matchLabels: { app: name } }, template: templateOf(name, image) },
  };
  await client.create(types.Deployment, object, { fieldManager: rawManager });
  await watched.until(name, (one) => (countsOf(one).readyReplicas ?? 0) === size);
}

/** What a person's script does with two Deployments: one pod more of the new, ready, then one pod less of the old, gone. */
export async function rollDeployments(
  client: KubeClient,
  watched: WatchedObjects,
  {
    from,
    to,
    size,
    image,
  }: { readonly from: string; readonly to: string; readonly size: number; readonly image: string },
): Promise<void> {
  const scale = async (name: string, replicas: number): Promise<KubeObject> =>
    client.patch(
      types.Deployment,
      { namespace: "default", name },
      { type: "merge", body: { spec: { replicas } } },
      { fieldManager: rawManager },
    );
  await makeDeployment(client, watched, { name: to, size: 0, image });
  for (let pods = 1; pods <= size; pods += 1) {
    await scale(to, pods);
    await watched.until(to, (one) => (countsOf(one).readyReplicas ?? 0) >= pods);
    await scale(from, size - pods);
    await watched.until(from, (one) => hasAtMost(one, size - pods));
  }
}

function hasAtMost(deployment: KubeObject, pods: number): boolean {
  const { observedGeneration, replicas = 0 } = countsOf(deployment);
  return observedGeneration !== undefined && replicas <= pods;
}
