import type { KubeObject, OwnerReference, ResourceType } from "@bellwether/core";
import { expect, test } from "vitest";
import {
  deployments,
  namespaces,
  pods,
  replicaSets,
  serviceAccounts,
} from "../../src/controllers/objects/resource-types.ts";
import { cloneSetOf, cloneSets, deploymentOf, startCluster, type VirtualCluster } from "./virtual-cluster.ts";

const configMaps: ResourceType = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

function createMap(cluster: VirtualCluster, name: string, owners: readonly OwnerReference[] = []): OwnerReference {
  const object = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", ownerReferences: owners },
  };
  return referenceTo(cluster.create(configMaps, object));
}

function referenceTo({ apiVersion, kind, metadata }: KubeObject): OwnerReference {
  return { apiVersion, kind, name: metadata.name ?? "", uid: metadata.uid ?? "", blockOwnerDeletion: true };
}

function remove(
  cluster: VirtualCluster,
  type: ResourceType,
  name: string,
  propagation: "Foreground" | "Background" | "Orphan",
): void {
  cluster.server.delete(type, { namespace: type.namespaced ? "default" : "", name }, { propagation });
}

function maps(cluster: VirtualCluster): readonly (string | undefined)[] {
  return cluster.list(configMaps).map(({ metadata }) => metadata.name);
}

test("a deleted Deployment takes its ReplicaSets and pods along", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(3));
  await cluster.pass(5000);
  remove(cluster, deployments, "web", "Background");
  await cluster.pass(5000);
  expect(cluster.replicaSets()).toEqual([]);
  expect(cluster.list(pods)).toEqual([]);
});

test("in the foreground the owner goes last", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(3));
  await cluster.pass(5000);
  remove(cluster, deployments, "web", "Foreground");
  const order: string[] = [];
  await cluster.pass(10_000, () => {
    if (cluster.list(pods).length === 0 && !order.includes("pods")) order.push("pods");
    if (cluster.replicaSets().length === 0 && !order.includes("replicasets")) order.push("replicasets");
    if (cluster.get(deployments, "web") === undefined && !order.includes("deployment")) order.push("deployment");
    if (cluster.list(pods).length > 0) expect(cluster.get(deployments, "web")).toBeDefined();
  });
  expect(order).toEqual(["pods", "replicasets", "deployment"]);
});

test("orphaned dependents stay, without their owner", async () => {
  await using cluster = await startCluster();
  cluster.create(deployments, deploymentOf(2));
  await cluster.pass(5000);
  remove(cluster, deployments, "web", "Orphan");
  await cluster.pass(5000);
  expect(cluster.get(deployments, "web")).toBeUndefined();
  expect(cluster.replicaSets().map(({ metadata }) => metadata.ownerReferences ?? [])).toEqual([[]]);
  expect(cluster.images("ready")).toEqual({ v1: 2 });
});

test("custom resources own and are owned like any other", async () => {
  await using cluster = await startCluster();
  const owner = createMap(cluster, "owner");
  const object = cloneSetOf(2);
  cluster.create(cloneSets, { ...object, metadata: { ...object.metadata, ownerReferences: [owner] } });
  await cluster.pass(5000);
  expect(cluster.images("ready")).toEqual({ v1: 2 });
  remove(cluster, configMaps, "owner", "Background");
  await cluster.pass(5000);
  expect(cluster.get(cloneSets, "web")).toBeUndefined();
  expect(cluster.list(pods)).toEqual([]);
});

test("an owner that never was, or is another by now, counts as gone", async () => {
  await using cluster = await startCluster();
  const owner = createMap(cluster, "owner");
  createMap(cluster, "missing", [{ ...owner, name: "nobody", uid: "none" }]);
  createMap(cluster, "other", [{ ...owner, uid: "another" }]);
  createMap(cluster, "fine", [owner]);
  await cluster.pass(1000);
  expect(maps(cluster)).toEqual(["fine", "owner"]);
});

test("one living owner is enough; the dead ones are forgotten", async () => {
  await using cluster = await startCluster();
  const first = createMap(cluster, "first");
  const second = createMap(cluster, "second");
  createMap(cluster, "shared", [first, second]);
  await cluster.pass(1000);
  remove(cluster, configMaps, "first", "Background");
  await cluster.pass(1000);
  expect(cluster.get(configMaps, "shared")?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(["second"]);
  remove(cluster, configMaps, "second", "Background");
  await cluster.pass(1000);
  expect(maps(cluster)).toEqual([]);
});

test("a namespace goes with everything in it", async () => {
  await using cluster = await startCluster({ serviceAccounts: true });
  cluster.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "team" } });
  for (const object of [deploymentOf(2), cloneSetOf(2)]) {
    const type = object.kind === "CloneSet" ? cloneSets : deployments;
    cluster.create(type, { ...object, metadata: { ...object.metadata, namespace: "team" } });
  }
  await cluster.pass(5000);
  expect(cluster.list(serviceAccounts).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toContain(
    "team/default",
  );
  remove(cluster, namespaces, "team", "Background");
  await cluster.pass(1);
  expect(cluster.get(namespaces, "team")).toBeDefined();
  await cluster.pass(60_000);
  expect(cluster.get(namespaces, "team")).toBeUndefined();
  const left = [pods, replicaSets, deployments, cloneSets, serviceAccounts].flatMap((type) => cluster.list(type));
  expect(left.filter(({ metadata }) => metadata.namespace === "team")).toEqual([]);
});
