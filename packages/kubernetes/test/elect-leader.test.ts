import { ApiUnreachable, type Clock, type ResourceType } from "@bellwether/core";
import { type Election, type ElectionState, electLeader } from "@bellwether/kubernetes";
import { expect, onTestFinished, test } from "vitest";
import { VirtualClock } from "./kit/clocks.ts";
import { type TinyStore, tinyStore } from "./kit/tiny-store.ts";

const lease = { namespace: "bellwether", name: "host" };
const leases: ResourceType = {
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  namespaced: true,
};

function run(store: TinyStore, clock: Clock, identity: string): Election {
  const election = electLeader({ client: store.client, clock, lease, identity, random: () => 0.5 });
  onTestFinished(() => election[Symbol.asyncDispose]());
  return election;
}

/** The same time, told differently. */
function skewed(clock: Clock, byMs: number): Clock {
  return { now: () => clock.now() + byMs, after: (delayMs, callback) => clock.after(delayMs, callback) };
}

function specOf(store: TinyStore): Record<string, unknown> {
  return store.peek(leases, lease)?.["spec"] as Record<string, unknown>;
}

test("the first candidate leads, with times of six digits, and renews", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const a = run(store, clock, "a");
  expect(a.state).toBe("following");
  await clock.advance(0);
  expect(a).toMatchObject({ state: "leading", epoch: 1, leader: "a" });
  expect(specOf(store)).toEqual({
    holderIdentity: "a",
    leaseDurationSeconds: 15,
    acquireTime: "2026-01-01T00:00:00.000000Z",
    renewTime: "2026-01-01T00:00:00.000000Z",
    leaseTransitions: 1,
  });
  await clock.advance(60_000);
  expect(a).toMatchObject({ state: "leading", epoch: 1 });
  expect(store.log.filter((entry) => entry.startsWith("patch")).length).toBeGreaterThanOrEqual(11);
});

test("only one of many leads, and all know who", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const all = ["a", "b", "c"].map((identity) => run(store, clock, identity));
  await clock.advance(30_000);
  expect(all.filter(({ state }) => state === "leading")).toHaveLength(1);
  expect(new Set(all.map(({ leader }) => leader)).size).toBe(1);
});

test.each([-600_000, 0, 600_000])(
  "a successor leads within lease + 5 s after the leader died, with clocks %i ms apart",
  async (skew) => {
    const [store, clock] = [tinyStore(), new VirtualClock()];
    const death = new AbortController();
    const { client } = store;
    const never = new Promise<never>(() => {});
    const mortal = {
      ...client,
      get: (...request: Parameters<typeof client.get>) => (death.signal.aborted ? never : client.get(...request)),
      patch: (...request: Parameters<typeof client.patch>) => (death.signal.aborted ? never : client.patch(...request)),
    };
    electLeader({ client: mortal, clock, lease, identity: "a" });
    await clock.advance(0);
    const b = run(store, skewed(clock, skew), "b");
    await clock.advance(20_000);
    expect(b).toMatchObject({ state: "following", leader: "a" });
    death.abort();
    await clock.advance(9_000);
    expect(b.state).toBe("following");
    await clock.advance(11_000);
    expect(b).toMatchObject({ state: "leading", epoch: 2 });
  },
);

test("a leader that cannot renew stops before another can follow", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const a = run(store, clock, "a");
  await clock.advance(0);
  const b = run(store, clock, "b");
  const states: ElectionState[] = [];
  a.onChange((state) => states.push(state));
  const signal = a.term?.signal;
  let cut = true;
  store.before = (verb) => {
    if (cut && verb === "patch") return new Promise(() => {});
  };
  for (let second = 0; second < 14; second++) {
    await clock.advance(1_000);
    expect([a, b].filter(({ state }) => state === "leading").length).toBeLessThanOrEqual(1);
  }
  expect(signal?.aborted).toBe(true);
  expect(states).toEqual(["following"]);
  expect(a.trouble).toMatch(/no answer within 5 s/);
  cut = false;
  await clock.advance(10_000);
  expect([a, b].map(({ epoch }) => epoch)).toContain(2);
});

test("a process that was suspended for longer than the lease does not hold its term, before any timer runs", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const a = run(store, clock, "a");
  await clock.advance(0);
  const term = a.term;
  expect(term?.holds()).toBe(true);
  clock.jump(20_000);
  expect(term?.holds()).toBe(false);
  expect(term?.signal.aborted).toBe(true);
  expect(a.state).toBe("following");
});

test("stopping releases the lease, and the next one need not wait", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const a = run(store, clock, "a");
  await clock.advance(0);
  const b = run(store, clock, "b");
  await clock.advance(0);
  const signal = a.term?.signal;
  await a[Symbol.asyncDispose]();
  expect(a).toMatchObject({ state: "stopped", epoch: undefined });
  expect(signal?.aborted).toBe(true);
  expect(specOf(store)).not.toHaveProperty("holderIdentity");
  await clock.advance(2_000);
  expect(b).toMatchObject({ state: "leading", epoch: 2 });
});

test("stopping does not wait for a request that hangs", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  store.before = () => new Promise(() => {});
  const a = run(store, clock, "a");
  await clock.advance(1_000);
  await a[Symbol.asyncDispose]();
  expect(a.state).toBe("stopped");
});

test("an acquisition or renewal whose answer is lost does no harm", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const { client } = store;
  let lose = true;
  const lossy = {
    ...client,
    create: async (...request: Parameters<typeof client.create>) => {
      await client.create(...request);
      throw new ApiUnreachable("reset");
    },
    patch: async (...request: Parameters<typeof client.patch>) => {
      const answer = await client.patch(...request);
      lose = !lose;
      if (lose) throw new ApiUnreachable("reset");
      return answer;
    },
  };
  const a = run({ ...store, client: lossy }, clock, "a");
  await clock.advance(3_000);
  expect(a.state).toBe("leading");
  const { epoch } = a;
  await clock.advance(60_000);
  expect(a).toMatchObject({ state: "leading", epoch });
  expect(specOf(store)["leaseTransitions"]).toBe(epoch);
});

test("a leader whose lease somebody took or deleted is told, and the epoch never falls", async () => {
  const [store, clock] = [tinyStore(), new VirtualClock()];
  const a = run(store, clock, "a");
  await clock.advance(0);
  const first = a.term;
  await store.client.patch(
    leases,
    lease,
    { type: "merge", body: { spec: { holderIdentity: "x", leaseTransitions: 7 } } },
    { fieldManager: "x" },
  );
  await clock.advance(5_000);
  expect(first?.signal.reason).toMatchObject({ message: 'Leadership of epoch 1 has ended: the lease is held by "x".' });
  await clock.advance(20_000);
  expect(a).toMatchObject({ state: "leading", epoch: 8 });
  store.remove(leases, lease);
  await clock.advance(10_000);
  expect(a).toMatchObject({ state: "leading", epoch: 9 });
});
