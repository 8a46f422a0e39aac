import {
  definePlugin,
  type ObservedWorkload,
  type ResourceType,
  type RolloutPlugin,
  type WorkloadAdapter,
  workloadAdapter,
} from "@bellwether/core";
import { expect, test } from "vitest";
import { run } from "./kit/command.ts";
import { hasSucceeded, untilStatus, waitsWith } from "./kit/rollout-status.ts";
import { applyRevision, openScene, withDeployment } from "./kit/scene.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo, webservice } from "./kit/walkthrough.ts";

const jobs: ResourceType = { group: "batch", version: "v1", kind: "Job", plural: "jobs", namespaced: true };
const who = "workload-adapter/Job.batch (plugin @odd/jobs)";

/** Rolls Jobs, as its parts would have it. */
function oddPlugin(parts: Partial<WorkloadAdapter>): RolloutPlugin {
  const unheard = (): Promise<never> => Promise.reject(new Error("nobody asks for this"));
  const adapter: WorkloadAdapter = {
    type: jobs,
    placement: "inPlace",
    hold: (manifest) => manifest,
    observe: unheard,
    ensureClaimed: unheard,
    ensurePods: unheard,
    ensureReleased: unheard,
    subscribe: () => ({ [Symbol.dispose]: () => undefined }),
    ...parts,
  };
  return definePlugin({
    name: "@odd/jobs",
    version: "0.0.1",
    contributions: [workloadAdapter.implement("Job.batch", { scope: "cluster", create: () => adapter })],
  });
}

const cases: readonly { name: string; parts: Partial<WorkloadAdapter>; code: string; text: string }[] = [
  {
    name: "throws",
    parts: { observe: () => Promise.reject(new TypeError("x is undefined")) },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in observe on cluster east: x is undefined`,
  },
  {
    name: "throws what is no error, at once",
    parts: {
      hold: () => {
        // oxlint-disable-next-line typescript/only-throw-error -- a plugin may
        throw "no luck";
      },
    },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in hold on cluster east: no luck`,
  },
  {
    name: "never answers",
    parts: { observe: () => new Promise(() => {}) },
    code: "PLUGIN_CALL_FAILED",
    text: `${who} failed in observe on cluster east: no answer within 1s`,
  },
  {
    name: "answers nonsense",
    parts: { observe: () => Promise.resolve({ size: "5" } as unknown as ObservedWorkload) },
    code: "PLUGIN_BAD_ANSWER",
    text: `${who} answered observe on cluster east with `,
  },
];

test.each(cases)("a plugin that $name is named in status, log and CLI, and other rollouts go on", async (one) => {
  await using scene = await openScene({ plugins: [oddPlugin(one.parts)], callDeadlineMs: 1000 });
  const { cluster, running, person } = scene;
  const template = 'output: {\n apiVersion: "batch/v1"\n kind: "Job"\n spec: {}\n}\nparameter: {...}';
  const spec = definition["spec"] as object;
  await person.apply({ ...definition, spec: { ...spec, schematic: { cue: { template } } } }, webservice);
  await applyRevision(scene, application.v1, "test-rolling-v1");
  const sound = withDeployment({ ...application.v1, metadata: { ...application.v1.metadata, name: "sound" } });
  await applyRevision(scene, sound, "sound-v1");

  await person.apply({ ...rollout.v1, metadata: { ...rollout.v1.metadata, name: "odd" } });
  const { waiting } = await untilStatus(cluster, waitsWith(one.code), { name: "odd", limitMs: 5000 });
  expect(waiting?.text).toContain(one.text);
  await until(() => running.log.texts("error").some((text) => text.startsWith(one.text)), 1000);
  const { stdout } = await run(["describe", "odd"], { KUBECONFIG: cluster.kubeconfig });
  expect(stdout).toContain(one.text);

  await person.apply(rolloutTo({ name: "sound", target: "sound-v1", batches: [1, 2, 2] }));
  await untilStatus(cluster, hasSucceeded("sound-v1"), { name: "sound" });
});
