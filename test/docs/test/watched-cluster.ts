import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubeObject, ResourceType } from "@bellwether/core";
import {
  ApiServer,
  memoryClient,
  memoryViews,
  serveCluster,
  startControllers,
  type SeenRequest,
} from "@bellwether/embedded";
import { systemClock as clock } from "@bellwether/host/system-clock";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";

/** An embedded cluster that remembers what it was asked over HTTP. */
export interface WatchedCluster extends AsyncDisposable {
  readonly kubeconfig: string;
  readonly requests: readonly SeenRequest[];
  apply(object: KubeObject): Promise<void>;
  get(kind: string, name: string): Promise<KubeObject>;
}

const kinds: Readonly<Record<string, readonly [group: string, version: string, plural: string]>> = {
  CustomResourceDefinition: ["apiextensions.k8s.io", "v1", "customresourcedefinitions"],
  Namespace: ["", "v1", "namespaces"],
  ComponentDefinition: ["core.oam.dev", "v1beta1", "componentdefinitions"],
  Application: ["core.oam.dev", "v1beta1", "applications"],
  AppRollout: ["core.oam.dev", "v1beta1", "approllouts"],
};

function typeOf(kind: string): ResourceType {
  const [group = "", version = "v1", plural = ""] = kinds[kind] ?? [];
  return { group, version, kind, plural, namespaced: kind !== "Namespace" && kind !== "CustomResourceDefinition" };
}

export async function startWatchedCluster(): Promise<WatchedCluster> {
  await using owned = new AsyncDisposableStack();
  const api = new ApiServer({ clock });
  const client = memoryClient(api);
  const apply = async (object: KubeObject): Promise<void> => {
    await client.apply(typeOf(object.kind), object, { fieldManager: "person", force: true });
  };
  for (const definition of [...(await oamDefinitions()), ...(await kruiseDefinitions())]) await apply(definition);
  for (const name of ["vela-system", "bellwether-system"])
    await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const context = { client, views: memoryViews(api), clock, random: Math.random };
  owned.use(startControllers(context, { types: api.types.list(), kubelet: { speed: 50 } }));

  const requests: SeenRequest[] = [];
  const onRequest = (request: SeenRequest): undefined => void requests.push(request);
  const served = owned.use(await serveCluster(api, { clock, faults: { onRequest } }));
  const folder = owned.use(await mkdtempDisposable(join(tmpdir(), "bellwether-rbac-")));
  const kubeconfig = join(folder.path, "kubeconfig");
  await writeFile(kubeconfig, JSON.stringify(served.kubeconfig("watched")));
  const all = owned.move();
  return {
    kubeconfig,
    requests,
    apply,
    get: (kind, name) => client.get(typeOf(kind), { namespace: "default", name }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
