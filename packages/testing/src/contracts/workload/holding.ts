import { deepEqual, equal, ok } from "node:assert/strict";
import { controllerOf, type ObservedWorkload, type WorkloadPair } from "@bellwether/core";
import type { ContractCase } from "../contract-case.ts";
import { newRevision, oldRevision, ownerNamed, WorkloadBench } from "./workload-bench.ts";
import type { WorkloadKind } from "./workload-kind.ts";

function countsOf({ target, source }: ObservedWorkload): readonly number[] {
  return [target.existing, target.ready, source.existing, source.ready];
}

/** Watches that no pod of a running workload moves. */
function watchStillness(bench: WorkloadBench): void {
  bench.watch = (seen) => deepEqual(countsOf(seen), [0, 0, 5, 5], "a pod moved before its batch");
}

/** What happens before the first batch. */
export function holdingCases(kind: WorkloadKind): readonly ContractCase[] {
  return [
    {
      name: "a workload that was never seen does not exist, which is no obstacle",
      async run() {
        await using bench = await WorkloadBench.open(kind);
        const seen = await bench.observe(bench.scale());
        equal(seen.target.exists, false);
        equal(seen.claimed, false);
        equal(seen.settled, false);
        equal(seen.obstacle, undefined);
        deepEqual(seen.refs, []);
      },
    },
    {
      name: "holding a manifest changes nothing but what is put out, and gives the same each time",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const manifest = kind.manifest(newRevision);
        const live = bench.live(bench.rollout().target);
        const held = bench.adapter.hold(manifest, newRevision, live);
        deepEqual(manifest, kind.manifest(newRevision), "the manifest was changed");
        deepEqual(bench.adapter.hold(manifest, newRevision, live), held);
      },
    },
    {
      name: "a first revision is held without pods until it is claimed and asked for",
      async run() {
        await using bench = await WorkloadBench.open(kind);
        const pair = bench.scale();
        await bench.locate(oldRevision);
        equal((await bench.rest(pair)).target.existing, 0);
        await bench.claim(pair);
        equal((await bench.rest(pair)).target.existing, 0);
      },
    },
    {
      name: "no pod moves between locate, claim and the first batch",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const pair = bench.rollout();
        await bench.locate(newRevision);
        await bench.rest(pair);
        watchStillness(bench);
        await bench.claim(pair);
        const { size, settled, target } = await bench.rest(pair);
        equal(size, 5);
        equal(settled, true);
        equal(target.asked, 0);
      },
    },
    {
      name: "no pod moves when it is claimed before its controller has seen the new revision",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const pair = bench.rollout();
        await bench.cluster.freeze();
        await bench.locate(newRevision);
        await bench.ensureClaimed(pair);
        bench.cluster.resume();
        await bench.claim(pair);
        deepEqual(countsOf(await bench.rest(pair)), [0, 0, 5, 5]);
      },
    },
    {
      name: "a claim makes the rollout the controller owner, once",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const pair = bench.rollout();
        await bench.locate(newRevision);
        await bench.rest(pair);
        const before = bench.requests.writes;
        const { claimed, refs } = await bench.claim(pair);
        equal(claimed, true);
        const objects = bench.objects(pair);
        for (const object of objects) equal(controllerOf(object)?.uid, pair.owner.uid);
        equal(bench.requests.writes - before, objects.length, "one write for each object");
        await bench.ensureClaimed(pair);
        equal(bench.requests.writes - before, objects.length, "the second claim wrote");
        deepEqual(
          refs.map(({ uid }) => uid),
          [pair.target, pair.source].map((ref) => ref && bench.live(ref)?.metadata.uid),
        );
      },
    },
    {
      name: "a claim that is cut short leaves nothing behind once it is released",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const pair = bench.rollout();
        await bench.locate(newRevision);
        await bench.rest(pair);
        await bench.ensureClaimed(pair);
        await bench.release(pair, "inPlace");
        for (const object of bench.objects(pair)) equal(controllerOf(object), undefined);
      },
    },
    {
      name: "owners are told apart by UID, not by name",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const namesake = ownerNamed(bench.owner.key.name, "9d5e7c7e-0000-4000-8000-000000000002");
        await bench.claim(bench.scale(namesake));
        const pair: WorkloadPair = bench.scale();
        const seen = await bench.observe(pair);
        equal(seen.claimed, false);
        equal(seen.obstacle?.code, "TARGET_HAS_OWNER");
        const before = bench.requests.writes;
        await bench.ensureReleased(pair, "done");
        equal(bench.requests.writes, before, "it released what somebody else owns");
        equal((await bench.observe(bench.scale(namesake))).claimed, true);
      },
    },
    {
      name: "a status of an older generation is not taken for observed",
      async run() {
        await using bench = await WorkloadBench.running(kind, 5);
        const pair = bench.scale();
        await bench.claim(pair);
        await bench.rest(pair);
        await bench.cluster.freeze();
        await bench.ensurePods(pair, "target", 3);
        const stale = await bench.observe(pair);
        equal(stale.target.asked, 3);
        equal(stale.target.observed, false);
        equal(stale.settled, false);
        bench.cluster.resume();
        ok((await bench.rest(pair)).target.observed);
      },
    },
  ];
}
