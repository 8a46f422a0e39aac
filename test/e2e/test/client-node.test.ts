import {
  ApiextensionsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  type KubernetesObject,
  KubernetesObjectApi,
  PatchStrategy,
  setHeaderOptions,
  Watch,
} from "@kubernetes/client-node";
import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { countsOf, runsOf } from "./kit/counts.ts";
import { startDev } from "./kit/dev.ts";
import { hasSucceeded, type RolloutStatus, statusOf } from "./kit/rollout-status.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

const rollouts = { group: "core.oam.dev", version: "v1beta1", namespace: "default", plural: "approllouts" };
const revisions = { ...rollouts, plural: "applicationrevisions" };
const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];

test("S-1 to S-5 with @kubernetes/client-node", async () => {
  await using dev = await startDev("--clusters", "1", "--speed", "20");
  const config = new KubeConfig();
  config.loadFromFile(dev.kubeconfig);
  const objects = KubernetesObjectApi.makeApiClient(config);
  const custom = config.makeApiClient(CustomObjectsApi);
  const core = config.makeApiClient(CoreV1Api);
  const apply = (object: KubeObject): Promise<KubernetesObject> =>
    objects.patch(object as KubernetesObject, undefined, undefined, "client-node", true, PatchStrategy.ServerSideApply);
  const images = async (): Promise<readonly string[]> => {
    const { items } = await core.listNamespacedPod({ namespace: "default" });
    return items.map(({ spec }) => spec?.containers[0]?.image ?? "");
  };
  const revisionExists = (name: string): Promise<void> =>
    until(async () => {
      const { items } = (await custom.listNamespacedCustomObject(revisions)) as { items: readonly KubeObject[] };
      return items.some(({ metadata }) => metadata.name === name);
    }, 10_000);

  const { items } = await config.makeApiClient(ApiextensionsV1Api).listCustomResourceDefinition();
  expect(items.map(({ metadata }) => metadata?.name)).toContain("approllouts.core.oam.dev");

  const statuses: RolloutStatus[] = [];
  const watch = await new Watch(config).watch(
    "/apis/core.oam.dev/v1beta1/namespaces/default/approllouts",
    {},
    (_, object: KubeObject) => {
      if (statusOf(object).rollingState !== undefined) statuses.push(statusOf(object));
    },
    () => undefined,
  );
  const ends = (target: string): Promise<void> =>
    until(() => statuses.at(-1) !== undefined && hasSucceeded(target)(statuses.at(-1) ?? {}), 20_000);

  await apply(definition);
  await apply(application.v1);
  await revisionExists(v1);
  expect(await images()).toEqual([]);

  await apply(rollout.v1);
  await ends(v1);
  await apply(application.v2);
  await revisionExists(v2);
  expect(await images()).toEqual(Array.from({ length: 5 }, () => "stefanprodan/podinfo:4.0.6"));

  await apply(rollout.v2);
  await ends(v2);
  expect(await images()).toEqual(Array.from({ length: 5 }, () => "stefanprodan/podinfo:5.0.2"));

  await apply(rolloutTo({ source: v2, target: v1, batches: [1, 2, 2] }));
  await ends(v1);
  await apply(rolloutTo({ source: v1, target: v2, batches: [1, "50%", "50%"], plan: { batchPartition: 1 } }));
  await until(() => statuses.at(-1)?.waiting?.guard === "PartitionRaised", 20_000);
  expect(statuses.at(-1)).toMatchObject({ batchRollingState: "batchReady", currentBatch: 1, upgradedReplicas: 4 });
  expect((await images()).toSorted()).toEqual([
    "stefanprodan/podinfo:4.0.6",
    ...Array.from({ length: 4 }, () => "stefanprodan/podinfo:5.0.2"),
  ]);
  await custom.patchNamespacedCustomObject(
    { ...rollouts, name: "rolling-example", body: { spec: { rolloutPlan: { batchPartition: null } } } },
    setHeaderOptions("Content-Type", PatchStrategy.MergePatch),
  );
  await ends(v2);
  watch.abort();
  expect(runsOf(statuses).map(countsOf)).toEqual([
    [1, 3, 5],
    [1, 3, 5],
    [1, 3, 5],
    [1, 4, 5],
  ]);
}, 60_000);
