import {
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  makeInformer,
  PatchStrategy,
  setHeaderOptions,
  type V1ConfigMap,
  type V1Deployment,
  Watch,
} from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployment, widget, widgetDefinition } from "./kit/manifests.ts";
import { serveEmptyCluster, type Session, uniqueName } from "./kit/session.ts";

let session: Session;
let config: KubeConfig;
let core: CoreV1Api;
let apps: AppsV1Api;

beforeAll(async () => {
  session = await serveEmptyCluster();
  config = new KubeConfig();
  config.loadFromString(JSON.stringify(session.served.kubeconfig("embedded")));
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
});

afterAll(async () => {
  await session.served[Symbol.asyncDispose]();
});

async function configMaps(...names: readonly string[]): Promise<string> {
  const namespace = uniqueName("ns");
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  for (const name of names) {
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name, labels: { name } }, data: { name } } });
  }
  return namespace;
}

test("objects are created, read, replaced and deleted", async () => {
  const namespace = await configMaps("a");
  const read = await core.readNamespacedConfigMap({ namespace, name: "a" });
  expect(read.metadata?.creationTimestamp).toBeInstanceOf(Date);
  const replaced = await core.replaceNamespacedConfigMap({ namespace, name: "a", body: { ...read, data: { b: "2" } } });
  expect(replaced.data).toEqual({ b: "2" });
  await core.deleteNamespacedConfigMap({ namespace, name: "a" });
  await expect(core.readNamespacedConfigMap({ namespace, name: "a" })).rejects.toMatchObject({ code: 404 });
});

test("lists come in pages, and by selector", async () => {
  const namespace = await configMaps("a", "b", "c");
  const first = await core.listNamespacedConfigMap({ namespace, limit: 2 });
  expect([first.items.length, first.metadata?.remainingItemCount]).toEqual([2, 1]);
  const rest = await core.listNamespacedConfigMap({ namespace, limit: 2, _continue: first.metadata?._continue ?? "" });
  expect(rest.items.map((item) => item.metadata?.name)).toEqual(["c"]);
  const selected = await core.listNamespacedConfigMap({ namespace, labelSelector: "name in (a,c)" });
  expect(selected.items.map((item) => item.metadata?.name)).toEqual(["a", "c"]);
});

test("patches of three types, and server-side apply", async () => {
  const name = uniqueName("web");
  const body = JSON.parse(deployment(name)) as V1Deployment;
  await apps.createNamespacedDeployment({ namespace: "default", body });
  const patch = (patchBody: unknown, strategy: string, more: object = {}): Promise<V1Deployment> =>
    apps.patchNamespacedDeployment(
      { namespace: "default", name, body: patchBody, ...more },
      setHeaderOptions("Content-Type", strategy),
    );
  expect((await patch({ spec: { replicas: 4 } }, PatchStrategy.MergePatch)).spec?.replicas).toBe(4);
  const operations = [{ op: "replace", path: "/spec/replicas", value: 5 }];
  expect((await patch(operations, PatchStrategy.JsonPatch)).spec?.replicas).toBe(5);
  const image = { spec: { template: { spec: { containers: [{ name: "web", image: "web:2" }] } } } };
  const strategic = await patch(image, PatchStrategy.StrategicMergePatch);
  expect(strategic.spec?.template.spec?.containers).toMatchObject([{ image: "web:2", env: [{ name: "A" }] }]);
  const intent = { apiVersion: "apps/v1", kind: "Deployment", spec: { paused: true } };
  const applied = await patch(intent, PatchStrategy.ServerSideApply, { fieldManager: "me" });
  expect(applied.metadata?.managedFields?.find(({ manager }) => manager === "me")).toMatchObject({
    operation: "Apply",
  });
});

test("a stale replace is a conflict with a Status body", async () => {
  const namespace = await configMaps("a");
  const stale = await core.readNamespacedConfigMap({ namespace, name: "a" });
  await core.replaceNamespacedConfigMap({ namespace, name: "a", body: { ...stale, data: { b: "2" } } });
  const again = core.replaceNamespacedConfigMap({ namespace, name: "a", body: { ...stale, data: { c: "3" } } });
  await expect(again).rejects.toMatchObject({ code: 409, body: expect.stringContaining('"reason":"Conflict"') });
});

test("a watch tells what happens, with bookmarks at its end", async () => {
  const namespace = await configMaps("a");
  const { metadata } = await core.listNamespacedConfigMap({ namespace });
  const events: string[] = [];
  const query = { resourceVersion: metadata?.resourceVersion, allowWatchBookmarks: true, timeoutSeconds: 1 };
  const ended = new Promise<void>((resolve) => {
    void new Watch(config).watch(
      `/api/v1/namespaces/${namespace}/configmaps`,
      query,
      (type, object: V1ConfigMap) => events.push(`${type} ${object.metadata?.name ?? ""}`),
      () => resolve(),
    );
  });
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "b" } } });
  await core.deleteNamespacedConfigMap({ namespace, name: "a" });
  await ended;
  expect(events).toEqual(["ADDED b", "DELETED a", "BOOKMARK "]);
});

test("an informer keeps a cache", async () => {
  const namespace = await configMaps("a");
  const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () =>
    core.listNamespacedConfigMap({ namespace }),
  );
  const seen = (type: "add" | "update" | "delete", name: string): Promise<void> =>
    new Promise((resolve) => {
      informer.on(type, (object) => {
        if (object.metadata?.name === name) resolve();
      });
    });
  const [addedA, addedB, updatedB, deletedA] = [
    seen("add", "a"),
    seen("add", "b"),
    seen("update", "b"),
    seen("delete", "a"),
  ];
  informer.on("error", () => {});
  await informer.start();
  await addedA;
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: "b" } } });
  await addedB;
  await core.patchNamespacedConfigMap(
    { namespace, name: "b", body: { data: { x: "y" } } },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
  await updatedB;
  await core.deleteNamespacedConfigMap({ namespace, name: "a" });
  await deletedA;
  expect(informer.list().map((object) => object.metadata?.name)).toEqual(["b"]);
  await informer.stop();
});

test("the generic object client finds types by discovery", async () => {
  const objects = KubernetesObjectApi.makeApiClient(config);
  const name = uniqueName("cm");
  const object: V1ConfigMap = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" } };
  const made = await objects.create(object);
  expect(made.metadata?.uid).toMatch(/^[0-9a-f-]{36}$/);
  const status = await objects.delete(made);
  expect(status).toMatchObject({ status: "Success", details: { name, kind: "configmaps" } });
});

test("custom resources of a new definition", async () => {
  const custom = config.makeApiClient(CustomObjectsApi);
  // As a custom object, because the typed classes drop the schema's defaults.
  const definitions = { group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions" };
  const definition: unknown = JSON.parse(widgetDefinition("gadgets", "Gadget"));
  await custom.createClusterCustomObject({ ...definitions, body: definition });
  const at = { group: "example.com", version: "v1", namespace: "default", plural: "gadgets" };
  const made = await custom.createNamespacedCustomObject({
    ...at,
    body: JSON.parse(widget("Gadget", "one", { size: 2 })),
  });
  expect(made).toMatchObject({ spec: { size: 2, colour: "grey" } });
});

test("a wrong token is refused", async () => {
  const stranger = new KubeConfig();
  const { url, caPem } = session.served;
  stranger.loadFromClusterAndUser(
    { name: "c", server: url, caData: Buffer.from(caPem).toString("base64"), skipTLSVerify: false },
    { name: "u", token: "wrong" },
  );
  await expect(stranger.makeApiClient(CoreV1Api).listNamespace()).rejects.toMatchObject({ code: 401 });
});
