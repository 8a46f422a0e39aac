import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import {
  controllerOf,
  heldAnnotation,
  keyOf,
  type HeldNote,
  type KubeObject,
  type Leaving,
  type OwnerReference,
  type WorkloadPair,
} from "@bellwether/core";
import type { ContractCase } from "../contract-case.ts";
import { isReleased, newRevision, WorkloadBench } from "./workload-bench.ts";
import type { WorkloadKind } from "./workload-kind.ts";

const foreignOwner: OwnerReference = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "inventory",
  uid: "9d5e7c7e-0000-4000-8000-00000000000f",
};

/** Three of five pods moved. */
async function midway(kind: WorkloadKind): Promise<WorkloadBench> {
  const bench = await WorkloadBench.running(kind, 5);
  const pair = bench.rollout();
  await bench.locate(newRevision);
  await bench.rest(pair);
  for (const object of bench.objects(pair)) touch(bench, object);
  await bench.rest(pair);
  await bench.claim(pair);
  await bench.step(pair, 5, 3);
  return bench;
}

/** The rollout with the UID of its target, as recorded once it was seen. */
async function seen(bench: WorkloadBench): Promise<WorkloadPair> {
  const pair = bench.rollout();
  const { refs } = await bench.observe(pair);
  return { ...pair, target: refs.find(({ revision }) => revision === newRevision) ?? pair.target };
}

/** Somebody else writes on the object. */
function touch({ cluster, adapter }: WorkloadBench, object: KubeObject): void {
  const body = {
    metadata: {
      labels: { "example.org/team": "payments" },
      annotations: { "example.org/note": "keep" },
      ownerReferences: [...(object.metadata.ownerReferences ?? []), foreignOwner],
    },
  };
  cluster.server.patch(adapter.type, keyOf(object), { type: "merge", body }, { fieldManager: "somebody" });
}

function assertForeignFieldsKept({ metadata }: KubeObject): void {
  equal(metadata.labels?.["example.org/team"], "payments");
  equal(metadata.annotations?.["example.org/note"], "keep");
  ok(metadata.ownerReferences?.some(({ uid }) => uid === foreignOwner.uid));
}

function released(kind: WorkloadKind, leaving: Leaving, name: string): ContractCase {
  return {
    name,
    async run() {
      await using bench = await midway(kind);
      const pair = bench.rollout();
      bench.watch = ({ target, source }) => deepEqual([target.existing, source.existing], [3, 2], "a pod moved");
      await bench.release(pair, leaving);
      for (const object of bench.objects(pair)) {
        equal(controllerOf(object), undefined);
        assertForeignFieldsKept(object);
        assertNote(object, leaving, bench.owner.key.name);
      }
      const before = bench.requests.writes;
      await bench.ensureReleased(pair, leaving);
      equal(bench.requests.writes, before, "the second release wrote");
      await bench.rest(pair);
    },
  };
}

function assertNote({ metadata }: KubeObject, leaving: Leaving, rollout: string): void {
  const text = metadata.annotations?.[heldAnnotation];
  if (leaving !== "inPlace") {
    equal(text, undefined);
    return;
  }
  const note = JSON.parse(text ?? "{}") as Partial<HeldNote>;
  ok(note.rollout?.includes(rollout), "the note names the rollout");
  deepEqual(Object.values(note.position ?? {}), [3, 2]);
  ok(Object.keys(note.fields ?? {}).length > 0, "the note names the fields");
  for (const command of [note.goOn, note.goBack, note.release]) ok(command?.startsWith("kubectl "), command);
}

/** What happens at the end of a rollout. */
export function leavingCases(kind: WorkloadKind): readonly ContractCase[] {
  return [
    {
      name: "labels, annotations and owner references of others survive a rollout",
      async run() {
        await using bench = await midway(kind);
        for (const object of bench.objects(bench.rollout())) assertForeignFieldsKept(object);
      },
    },
    released(kind, "done", "released when done, the pods stay and nothing of ours is left"),
    released(kind, "back", "released on the way back, the pods stay and nothing of ours is left"),
    released(kind, "inPlace", "released in place, the pods stay and a note says how to go on"),
    {
      name: "the note goes when a rollout takes the workload up again",
      async run() {
        await using bench = await midway(kind);
        const pair = bench.rollout();
        await bench.release(pair, "inPlace");
        await bench.claim(pair);
        for (const { metadata } of bench.objects(pair)) equal(metadata.annotations?.[heldAnnotation], undefined);
      },
    },
    {
      name: "a workload that is gone counts as released",
      async run() {
        await using bench = await midway(kind);
        const pair = bench.rollout();
        const recorded = await seen(bench);
        for (const object of bench.objects(pair)) bench.cluster.server.delete(bench.adapter.type, keyOf(object));
        await bench.ensureReleased(recorded, "inPlace");
        const found = await bench.observe(recorded);
        equal(isReleased(found), true);
        equal(found.target.exists, false);
        equal(found.obstacle?.code, "WORKLOAD_GONE");
      },
    },
    {
      name: "another workload of the same name is not taken for the one that was seen",
      async run() {
        await using bench = await midway(kind);
        const recorded = await seen(bench);
        bench.cluster.server.delete(bench.adapter.type, recorded.target.key);
        await bench.locate(newRevision);
        const found = await bench.observe(recorded);
        equal(found.target.exists, false);
        equal(found.obstacle?.code, "WORKLOAD_GONE");
        const before = bench.requests.writes;
        await rejects(bench.ensurePods(recorded, "target", 4));
        equal(bench.requests.writes, before);
      },
    },
  ];
}
