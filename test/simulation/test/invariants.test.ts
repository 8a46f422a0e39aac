import { describe, expect, test } from "vitest";
import { availability } from "../src/invariants/s01-availability.ts";
import { oneOwner } from "../src/invariants/s08-one-owner.ts";
import { partition } from "../src/invariants/s10-partition.ts";
import { crashIdempotence } from "../src/invariants/s11-crash-idempotence.ts";
import { quiescence } from "../src/invariants/s12-quiescence.ts";
import { freshness } from "../src/invariants/s13-freshness.ts";
import { noForeignDelete } from "../src/invariants/s16-no-foreign-delete.ts";
import { honestStatus } from "../src/invariants/s17-honest-status.ts";
import {
  applicationRevisions,
  appRollouts,
  cloneSets,
  deployments,
  leases,
  objectId,
  pods,
} from "../src/world/resources.ts";
import { History } from "./history.ts";
import { cloneSet, deployment, pod, revision, rollout } from "./objects.ts";

const host = "host-1";
const key = { namespace: "default", name: "web" };

function begun(): History {
  return new History()
    .write(host, applicationRevisions, "v1", revision("v1"))
    .write(host, applicationRevisions, "v2", revision("v2"))
    .write("user", appRollouts, "r", rollout({ state: "", last: "" }));
}

describe("S1 availability", () => {
  const pair = (ready: number): History =>
    begun()
      .write(host, appRollouts, "r", rollout({ state: "rollingInBatches", batch: 0 }))
      .write(host, deployments, "web-v1", deployment("v1", 5))
      .write(host, deployments, "web-v2", deployment("v2", 1, ready));

  test("lets the source be lowered once the target's pods are ready", () => {
    const history = pair(1);
    const evidence = history.evidence();
    expect(history.write(host, deployments, "web-v1", deployment("v1", 4), { evidence }).verdict(availability)).toBe(
      undefined,
    );
  });

  test("catches a source that is lowered before they are", () => {
    const history = pair(0);
    const evidence = history.evidence();
    expect(history.write(host, deployments, "web-v1", deployment("v1", 4), { evidence }).verdict(availability)).toBe(
      "Deployment web-v1 is lowered to 4: of 5 ready pods 4 are left, 5 are needed",
    );
  });
});

describe("S8 one owner", () => {
  const lease = (holderIdentity: string, leaseTransitions: number): object => ({
    spec: { holderIdentity, leaseTransitions },
  });

  test("catches a former leader that writes after its successor", () => {
    const history = new History()
      .write("host-1", leases, "bellwether", lease("host-1", 1))
      .write("host-2", leases, "bellwether", lease("host-2", 2))
      .write("host-2", cloneSets, "web", cloneSet("v1", 5, 5));
    expect(history.verdict(oneOwner)).toBe(undefined);
    expect(history.write("host-1", cloneSets, "web", cloneSet("v1", 5, 4)).verdict(oneOwner)).toBe(
      "host-1 of epoch 1 writes CloneSet default/web, which was written in epoch 2 already",
    );
  });

  test("catches a write to a workload that somebody else controls", () => {
    const ownerReferences = [{ apiVersion: "x/v1", kind: "Fleet", name: "f", uid: "f", controller: true }];
    const history = new History().write("user", cloneSets, "web", {
      ...cloneSet("v1", 5, 5),
      metadata: { ownerReferences },
    });
    expect(history.write(host, cloneSets, "web", cloneSet("v1", 5, 4)).verdict(oneOwner)).toBe(
      "host-1 writes CloneSet default/web, which Fleet f controls",
    );
  });
});

describe("S10 partition", () => {
  const rolling = (): History =>
    begun()
      .write("setup", cloneSets, "web", cloneSet("v2", 5, 5))
      .write(host, appRollouts, "r", rollout({ state: "locatingTargetApp", last: "" }))
      .write(host, appRollouts, "r", rollout({ state: "rollingInBatches", batch: 0 }));

  test("allows as many pods as the reached step", () => {
    const history = rolling().write(host, cloneSets, "web", cloneSet("v2", 5, 4));
    expect(history.verdict(partition)).toBe(undefined);
    expect(history.write("cloneset-controller", pods, "a", pod("v2")).verdict(partition)).toBe(undefined);
  });

  test("catches a partition that is a batch ahead", () => {
    expect(
      rolling()
        .write(host, cloneSets, "web", cloneSet("v2", 5, 2))
        .verdict(partition),
    ).toBe("CloneSet default/web asks for 3 pods of stefanprodan/podinfo:5.0.2, the plan allows 1");
  });

  test("catches an ungated full update, whoever has let it happen", () => {
    const history = rolling().write("cloneset-controller", pods, "a", pod("v2"));
    expect(history.write("cloneset-controller", pods, "b", pod("v2")).verdict(partition)).toBe(
      "2 pods run stefanprodan/podinfo:5.0.2, the plan allows 1",
    );
  });

  test("catches pods of a revision that nobody has rolled", () => {
    expect(rolling().write("cloneset-controller", pods, "a", pod("v3")).verdict(partition)).toBe(
      "a pod runs stefanprodan/podinfo:6.0.0, which no rollout has asked for",
    );
  });
});

describe("S11 crash idempotence", () => {
  test("catches a second revision of the same content", () => {
    const history = new History().write(host, applicationRevisions, "v1", revision("v1"));
    expect(history.write(host, applicationRevisions, "v2", revision("v1")).verdict(crashIdempotence)).toBe(
      "host-1 creates revision v2, which says the same as v1",
    );
  });

  test("catches a workload that is made twice in one run", () => {
    const history = begun()
      .write(host, deployments, "web-v2", deployment("v2", 0))
      .write(host, deployments, "web-v2", undefined);
    expect(history.write(host, deployments, "web-v2", deployment("v2", 0)).verdict(crashIdempotence)).toBe(
      "host-1 creates Deployment default/web-v2 once more for the same target",
    );
  });
});

test("S12 quiescence catches a write of a status that says nothing new, and not the lease", () => {
  const history = new History().write(host, leases, "bellwether", { spec: {} }, { time: 2000 });
  expect(history.add({ entry: "quiet", since: 1000, time: 601_000 }).verdict(quiescence)).toBe(undefined);
  history.write(host, appRollouts, "r", rollout({ state: "rolloutSucceed" }), { time: 3000 });
  expect(history.add({ entry: "quiet", since: 1000, time: 601_000 }).verdict(quiescence)).toBe(
    "1 writes within 10 quiet minutes, first: host-1 create AppRollout default/r",
  );
});

describe("S13 freshness", () => {
  test("catches a cache that goes back in time", () => {
    const shown = { entry: "shown", actor: host, type: cloneSets, key, uid: "u", gone: false, time: 0 } as const;
    const history = new History().add({ ...shown, version: "10" });
    expect(history.add({ ...shown, version: "9" }).verdict(freshness)).toBe(
      "the cache of host-1 goes back from version 10 of CloneSet default/web to 9",
    );
  });

  test("catches a decision on a state from before an own write", () => {
    const history = new History().write(host, cloneSets, "web", cloneSet("v2", 5, 5));
    const written = new Map([[objectId(cloneSets, key), "7"]]);
    const evidence = { ...history.evidence(), written };
    expect(history.write(host, cloneSets, "web", cloneSet("v2", 5, 4), { evidence }).verdict(freshness)).toContain(
      "at version 1 in sight, but wrote version 7 itself",
    );
  });
});

describe("S16 no foreign delete", () => {
  test("catches a delete without a UID", () => {
    const history = begun().write(host, deployments, "web-v1", deployment("v1", 0));
    expect(history.write(host, deployments, "web-v1", undefined).verdict(noForeignDelete)).toBe(
      "host-1 deletes Deployment default/web-v1 without naming its UID",
    );
  });

  test("catches a delete of what somebody else has made", () => {
    const history = begun().write("user", deployments, "web-v1", deployment("v1", 0));
    expect(history.write(host, deployments, "web-v1", undefined, { deletesUid: "u" }).verdict(noForeignDelete)).toBe(
      "host-1 deletes Deployment default/web-v1, which no host has created",
    );
  });

  test("catches a delete of the target", () => {
    const history = begun()
      .write(host, deployments, "web-v2", deployment("v2", 1))
      .write(host, appRollouts, "r", rollout({ state: "rollingInBatches" }));
    expect(history.write(host, deployments, "web-v2", undefined, { deletesUid: "u" }).verdict(noForeignDelete)).toBe(
      "host-1 deletes Deployment default/web-v2, the target of r",
    );
  });
});

describe("S17 honest status", () => {
  const claiming = (updatedReadyReplicas: number, claim: object): History => {
    const history = begun()
      .write(host, appRollouts, "r", rollout({ state: "rollingInBatches", batch: 1 }))
      .write(
        host,
        cloneSets,
        "web",
        cloneSet("v2", 5, 2, { updatedReadyReplicas, readyReplicas: updatedReadyReplicas }),
      );
    return history.write(host, appRollouts, "r", claim, { evidence: history.evidence() });
  };
  const done = rollout({ state: "rollingInBatches", batchState: "batchReady", batch: 1 });

  test("believes a batch that was seen to be ready", () => {
    expect(claiming(3, done).verdict(honestStatus)).toBe(undefined);
  });

  test("catches a batch that is said to be ready and was not", () => {
    expect(claiming(2, done).verdict(honestStatus)).toBe(
      "the status says rollingInBatches at batch 1, but 2 ready pods were observed and 3 are needed",
    );
  });

  test("catches a success that nobody has seen", () => {
    expect(claiming(3, rollout({ state: "rolloutSucceed", batch: 2 })).verdict(honestStatus)).toBe(
      "the status says rolloutSucceed at batch 2, but 3 ready pods were observed and 5 are needed",
    );
  });

  test("catches a number of ready pods that nobody has counted", () => {
    expect(claiming(2, rollout({ state: "rollingInBatches", batch: 1, ready: 4 })).verdict(honestStatus)).toBe(
      "the status counts 4 ready pods, 2 were observed",
    );
  });
});
