import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { crashFreeMovements } from "./kit/crash-free.ts";
import { asProcess, type Fate, inProcess, MortalHost } from "./kit/mortal-host.ts";
import { movements, workloadUids } from "./kit/movements.ts";
import { readyPods } from "./kit/pods.ts";
import { hasSucceeded, untilStatus } from "./kit/rollout-status.ts";
import { TestCluster } from "./kit/test-cluster.ts";
import { type Kind, types } from "./kit/types.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout } from "./kit/walkthrough.ts";

const firstDeployment = [
  "metrics-provider replicas 0 partition 100% held",
  ...[0, 1, 3, 5].map((replicas) => `metrics-provider replicas ${replicas} partition 0`),
];

/** Longer than all restarts of one rollout take. */
const limitMs = 60_000;

interface Case extends Fate {
  readonly name: string;
  readonly leastDeaths: number;
}

/** S-1 to S-4 take some 23 writes. */
const always = { diesAt: () => true, leastDeaths: 20, born: inProcess };
const spread = { diesAt: (write: number) => write % 3 === 1, leastDeaths: 6, born: asProcess };

const cases: readonly Case[] = [
  { name: "a host that dies before each of its writes", when: "before", ...always },
  { name: "a host that dies after each of its writes", when: "after", ...always },
  { name: "a daemon that is killed before every third of its writes", when: "before", ...spread },
  { name: "a daemon that is killed after every third of its writes", when: "after", ...spread },
];

test.concurrent.each(cases)(
  "S-1 to S-4 with $name, and is started again",
  async ({ leastDeaths, ...fate }) => {
    await using cluster = await TestCluster.start({ speed: 1000 });
    const apply = (object: KubeObject): Promise<KubeObject> =>
      cluster.eye.apply(types[object.kind as Kind], object, { fieldManager: "person", force: true });
    const exists = (name: string): Promise<void> =>
      until(() => cluster.find("ApplicationRevision", name) !== undefined, limitMs);
    await using host = new MortalHost(cluster, fate);

    await apply(definition);
    await apply(application.v1);
    await exists("test-rolling-v1");
    expect(cluster.list("CloneSet")).toEqual([]);
    await apply(rollout.v1);
    await untilStatus(cluster, hasSucceeded("test-rolling-v1"), { limitMs });
    await apply(application.v2);
    await exists("test-rolling-v2");
    expect(readyPods(cluster)).toEqual({ "4.0.6": 5 });
    await apply(rollout.v2);
    await untilStatus(cluster, hasSucceeded("test-rolling-v2"), { limitMs });

    expect(readyPods(cluster)).toEqual({ "5.0.2": 5 });
    expect(movements(cluster)).toEqual([...firstDeployment, ...crashFreeMovements]);
    expect(workloadUids(cluster, "CloneSet")).toHaveLength(1);
    expect(cluster.list("ApplicationRevision")).toHaveLength(2);
    expect(host.deaths).toBeGreaterThanOrEqual(leastDeaths);
  },
  180_000,
);
