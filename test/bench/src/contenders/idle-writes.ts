import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { startTestHost, type TestHost } from "@bellwether/testing";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";
import { officialPlugins } from "bellwether";
import { types } from "../cluster/types.ts";
import { installDefinitions, openBoard, RolledApplication } from "./application.ts";

const idleMs = 600_000;
const size = 5;

export interface IdleWrites {
  /** What there is while nothing changes. */
  readonly scene: string;
  readonly writes: number;
}

/** Writes in ten idle minutes of a virtual clock, on a cluster in memory without an election. */
export async function idleWrites(): Promise<readonly IdleWrites[]> {
  const definitions = [...(await oamDefinitions()), ...(await kruiseDefinitions())];
  await using test = await startTestHost({ plugins: officialPlugins(), cluster: { definitions } });
  const { client } = test.cluster();
  await installNamespaces(test);
  await installDefinitions(client);
  using board = await openBoard(client);
  const measured: IdleWrites[] = [];
  const measure = async (scene: string): Promise<void> => {
    await test.clock.advance(5000);
    const before = test.cluster().writes().length;
    await test.clock.advance(idleMs);
    measured.push({ scene, writes: test.cluster().writes().length - before });
  };

  await measure("no rollout");
  const options = { name: "idle", kind: "CloneSet", size } as const;
  const application = await passing(test, RolledApplication.start(client, board, options));
  await measure("a rollout that has succeeded");
  await passing(test, application.newRevision());
  const stopAfterFirst = { spec: { rolloutPlan: { batchPartition: 0 } } };
  const key = { namespace: "default", name: application.name };
  await client.patch(types.AppRollout, key, { type: "merge", body: stopAfterFirst }, { fieldManager: "approver" });
  void application.rollOut(size);
  await passing(
    test,
    board.rollouts.until(application.name, (rollout) => waitsFor(rollout["status"], "PartitionRaised")),
  );
  await measure("a rollout that waits for an approval after its first batch");
  return measured;
}

/** Lets virtual time pass, and the threads that render, until the work is done. */
async function passing<T>({ clock }: TestHost, work: Promise<T>): Promise<T> {
  const pending = Symbol("pending");
  for (let rounds = 0; rounds < 10_000; rounds += 1) {
    await clock.advance(50);
    const turn = new Promise<typeof pending>((resolve) => setTimeout(() => resolve(pending), 1));
    const first = await Promise.race([work, turn]);
    if (first !== pending) return first;
  }
  throw new Error("it did not come true in 500 s of virtual time");
}

async function installNamespaces(test: TestHost): Promise<void> {
  for (const name of ["vela-system", "bellwether-system"])
    test.cluster().create(types.Namespace, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  await test.clock.advance(0);
}

function waitsFor(status: unknown, guard: string): boolean {
  return (status as { readonly waiting?: { readonly guard?: string } } | undefined)?.waiting?.guard === guard;
}
