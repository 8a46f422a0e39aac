import { type KubeObject, type RolloutPlugin } from "@bellwether/core";
import { customResourceDefinitions as oamDefinitions, oam } from "@bellwether/oam";
import { batchStrategies } from "@bellwether/strategy-batch";
import { startTestHost, type TestHost } from "@bellwether/testing";
import { customResourceDefinitions as kruiseDefinitions, openkruise } from "@bellwether/workload-openkruise";
import { beforeAll, expect, test } from "vitest";
import { sharedCue } from "./kit/host.ts";
import { statusOf } from "./kit/rollout-status.ts";
import { type Kind, types } from "./kit/types.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

/** These clusters have no namespace vela-system. */
const localDefinition: KubeObject = { ...definition, metadata: { ...definition.metadata, namespace: "default" } };
const minute = 60_000;
const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];
let definitions: readonly KubeObject[];

beforeAll(async () => {
  definitions = [...(await oamDefinitions()), ...(await kruiseDefinitions())];
});

function start(): Promise<TestHost> {
  const plugins: readonly RolloutPlugin[] = [oam(), sharedCue(), openkruise(), batchStrategies()];
  return startTestHost({ plugins, cluster: { definitions } });
}

const find = (host: TestHost, kind: Kind, name: string): KubeObject | undefined =>
  host.cluster().server.contents(types[kind])?.get({ namespace: "default", name });

async function apply(host: TestHost, ...objects: readonly KubeObject[]): Promise<void> {
  for (const object of objects)
    await host.cluster().client.apply(types[object.kind as Kind], object, { fieldManager: "person", force: true });
}

/** Lets virtual time pass until it is so; rendering takes real time, which the virtual clock waits for. */
async function passUntil(host: TestHost, isSo: () => boolean): Promise<void> {
  await until(async () => {
    if (!isSo()) await host.cluster().pass(1000);
    return isSo();
  }, 20_000);
}

async function applyRevision(host: TestHost, app: KubeObject, revision: string): Promise<void> {
  await apply(host, app);
  await passUntil(host, () => find(host, "ApplicationRevision", revision) !== undefined);
}

const status = (host: TestHost): ReturnType<typeof statusOf> => statusOf(find(host, "AppRollout", "rolling-example"));

/** The whole store, whoever might write: also workload controllers and kubelets have nothing left to do. */
async function expectSilence(host: TestHost): Promise<void> {
  await host.cluster().pass(minute);
  const before = host.cluster().writes().length;
  await host.cluster().pass(10 * minute);
  expect(host.cluster().writes().slice(before)).toEqual([]);
}

test("converged, paused, or waiting for a person: no write in ten minutes", async () => {
  await using host = await start();
  await apply(host, localDefinition);
  await applyRevision(host, application.v1, v1);
  await apply(host, rollout.v1);
  await passUntil(host, () => status(host).rollingState === "rolloutSucceed");
  await expectSilence(host);

  await applyRevision(host, application.v2, v2);
  const forward = { source: v1, target: v2, batches: [1, 2, 2] };
  await apply(host, rolloutTo({ ...forward, plan: { paused: true } }));
  await passUntil(host, () => status(host).waiting?.guard === "Resumed");
  await expectSilence(host);
  await apply(host, rolloutTo({ ...forward, plan: { batchPartition: 0 } }));
  await passUntil(host, () => status(host).waiting?.guard === "PartitionRaised");
  await expectSilence(host);
  await apply(host, rolloutTo({ ...forward, batches: [1, 2, 9] }));
  await passUntil(host, () => status(host).waiting?.code === "PLAN_BATCHES_EXCEED_SIZE");
  await expectSilence(host);
  await apply(host, rolloutTo(forward));
  await passUntil(host, () => status(host).rollingState === "rolloutSucceed");
  await expectSilence(host);
});

test("stuck on a missing revision, a refused plan or a broken template: no write in ten minutes", async () => {
  await using host = await start();
  await apply(host, localDefinition);
  await applyRevision(host, application.v1, v1);
  await apply(host, rolloutTo({ target: "test-rolling-v9", batches: [1] }));
  await passUntil(host, () => status(host).waiting?.code === "REVISION_NOT_FOUND");
  await expectSilence(host);
  await apply(host, rolloutTo({ target: v1, batches: [9, 9] }));
  await passUntil(host, () => status(host).waiting?.code === "PLAN_BATCHES_EXCEED_SIZE");
  await expectSilence(host);

  const broken = {
    ...localDefinition,
    spec: { ...(definition["spec"] as object), schematic: { cue: { template: "{" } } },
  };
  await apply(host, broken, rolloutTo({ target: v2, batches: [1] }));
  await passUntil(host, () => status(host).waiting?.code === "RENDER_FAILED");
  await expectSilence(host);
});
