import { images, type Version } from "../src/scenarios/versions.ts";
import type { Plan } from "../src/world/goals.ts";

const template = (version: Version): object => ({ spec: { containers: [{ image: images[version] }] } });

export function revision(version: Version): object {
  const components = [{ properties: { image: images[version] } }];
  return { spec: { application: { spec: { components } } } };
}

export function pod(version: Version): object {
  return template(version);
}

export function cloneSet(version: Version, replicas: number, partition: number, status: object = {}): object {
  const updateStrategy = { partition };
  return {
    spec: { replicas, template: template(version), updateStrategy },
    status: { observedGeneration: 99, ...status },
  };
}

export function deployment(version: Version, replicas: number, readyReplicas: number = replicas): object {
  return {
    spec: { replicas, template: template(version) },
    status: { observedGeneration: 99, replicas, readyReplicas },
  };
}

export interface Progress {
  readonly state: string;
  readonly batchState?: string;
  readonly batch?: number;
  readonly ready?: number;
  readonly last?: string;
}

const plan: Plan = { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }] };

/** The rollout from v1 to v2 of five pods, in batches of one, two and two. */
export function rollout({ state, batchState = "batchInRolling", batch = 0, ready = 0, last = "v2" }: Progress): object {
  return {
    spec: { targetAppRevisionName: "v2", sourceAppRevisionName: "v1", rolloutPlan: plan },
    status: {
      rollingState: state,
      batchRollingState: batchState,
      currentBatch: batch,
      upgradedReadyReplicas: ready,
      rolloutTargetSize: 5,
      rolloutOriginalSize: 5,
      lastTargetAppRevision: last,
    },
  };
}
