import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { ApiUnreachable } from "@bellwether/core";
import type { ContractCase } from "../contract-case.ts";
import { newRevision, oldRevision, WorkloadBench } from "./workload-bench.ts";
import type { WorkloadKind } from "./workload-kind.ts";

/** A claimed rollout of a workload of this size, before its first batch. */
async function begun(kind: WorkloadKind, size: number): Promise<WorkloadBench> {
  const bench = await WorkloadBench.running(kind, size);
  await bench.locate(newRevision);
  await bench.rest(bench.rollout());
  await bench.claim(bench.rollout());
  return bench;
}

function exactCounts(kind: WorkloadKind, plan: string, size: number, goals: readonly number[]): ContractCase {
  return {
    name: `batches of ${plan} give exactly ${goals.join(", ")} of ${size} pods`,
    async run() {
      await using bench = await begun(kind, size);
      const pair = bench.rollout();
      for (const goal of goals) {
        bench.watch = ({ target }) => ok(target.existing <= goal, `${target.existing} pods where ${goal} were asked`);
        await bench.step(pair, size, goal);
        const { target, source } = await bench.rest(pair);
        deepEqual(
          [target.asked, target.existing, target.ready, source.asked, source.existing, source.ready],
          [goal, goal, goal, size - goal, size - goal, size - goal],
        );
      }
    },
  };
}

function interrupted(kind: WorkloadKind, moment: "before" | "after", name: string): ContractCase {
  return {
    name,
    async run() {
      await using bench = await begun(kind, 5);
      const pair = bench.rollout();
      bench.requests.interrupt = moment;
      await rejects(bench.ensurePods(pair, "target", 2), ApiUnreachable);
      equal((await bench.observe(pair)).target.asked, moment === "after" ? 2 : 0);
      const before = bench.requests.writes;
      await bench.ensurePods(pair, "target", 2);
      equal(bench.requests.writes - before, moment === "after" ? 0 : 1);
      await bench.step(pair, 5, 2);
      equal((await bench.rest(pair)).target.existing, 2);
    },
  };
}

/** What happens in batches, forward, back and in scales. */
export function movingCases(kind: WorkloadKind): readonly ContractCase[] {
  return [
    exactCounts(kind, "1, 2, 2", 5, [1, 3, 5]),
    exactCounts(kind, "10%, 40%, 50%", 10, [1, 5, 10]),
    {
      name: "what was asked is observed, and asking again writes nothing",
      async run() {
        await using bench = await begun(kind, 5);
        const pair = bench.rollout();
        const before = bench.requests.writes;
        await bench.ensurePods(pair, "target", 2);
        equal((await bench.observe(pair)).target.asked, 2);
        equal(bench.requests.writes - before, 1);
        await bench.ensurePods(pair, "target", 2);
        await bench.rest(pair);
        await bench.ensurePods(pair, "target", 2);
        equal(bench.requests.writes - before, 1);
      },
    },
    interrupted(kind, "before", "a write that never arrived is made again"),
    interrupted(kind, "after", "a write whose answer was lost is not made again"),
    {
      name: "a rollout goes back to where it began",
      async run() {
        await using bench = await begun(kind, 5);
        const pair = bench.rollout();
        await bench.step(pair, 5, 3);
        if (bench.adapter.placement === "inPlace") await bench.locate(oldRevision);
        await bench.raise(pair, "source", 5);
        await bench.lower(pair, "target", 0);
        const { target, source } = await bench.rest(pair);
        deepEqual([target.existing, source.existing, source.ready], [0, 5, 5]);
      },
    },
    {
      name: "a rollout that starts again goes on from the pods that are there",
      async run() {
        await using bench = await begun(kind, 5);
        const pair = bench.rollout();
        await bench.step(pair, 5, 3);
        await bench.release(pair, "inPlace");
        await bench.locate(newRevision);
        await bench.rest(pair);
        bench.watch = ({ target }) => ok(target.existing >= 3, "a pod left the wanted revision");
        await bench.claim(pair);
        equal((await bench.rest(pair)).target.existing, 3);
        await bench.step(pair, 5, 5);
        equal((await bench.rest(pair)).target.ready, 5);
      },
    },
    {
      name: "a scale up and down reaches exact sizes, judged by the pods that exist",
      async run() {
        await using bench = await WorkloadBench.running(kind, 2);
        const pair = bench.scale();
        await bench.claim(pair);
        for (const size of [3, 5]) {
          await bench.raise(pair, "target", size);
          equal((await bench.rest(pair)).target.existing, size);
        }
        await bench.cluster.freeze();
        await bench.ensurePods(pair, "target", 1);
        const asked = await bench.observe(pair);
        equal(asked.target.asked, 1);
        equal(asked.target.existing, 5, "pods that are still there count");
        bench.cluster.resume();
        const { target, size } = await bench.lower(pair, "target", 1);
        deepEqual([target.existing, size], [1, 1]);
      },
    },
    {
      name: "whoever subscribed hears of its workload",
      async run() {
        await using bench = await begun(kind, 5);
        const pair = bench.rollout();
        const heard = new Set<string>();
        using subscription = bench.adapter.subscribe(({ namespace, name }) => heard.add(`${namespace}/${name}`));
        await bench.raise(pair, "target", 1);
        ok(heard.has(`default/${pair.target.key.name}`));
        subscription[Symbol.dispose]();
        heard.clear();
        await bench.raise(pair, "target", 2);
        equal(heard.size, 0);
      },
    },
    {
      name: "an aborted signal ends every call without a write",
      async run() {
        await using bench = await begun(kind, 5);
        const pair = bench.rollout();
        const before = bench.requests.writes;
        const aborted = AbortSignal.abort(new Error("the host stops"));
        await rejects(bench.adapter.ensurePods(pair, "target", 4, aborted));
        await rejects(bench.adapter.ensureReleased(pair, "done", aborted));
        equal(bench.requests.writes, before);
        equal((await bench.observe(pair)).claimed, true);
      },
    },
  ];
}
