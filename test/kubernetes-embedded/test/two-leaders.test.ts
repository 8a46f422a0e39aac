import {
  type Clock,
  isConflict,
  type KubeClient,
  type KubeObject,
  keyText,
  mergePatchOn,
  type RequestOptions,
  sleep,
} from "@bellwether/core";
import { ApiServer, memoryClient } from "@bellwether/embedded";
import { electLeader, epochFence, epochOf, linkCluster } from "@bellwether/kubernetes";
import { expect, test } from "vitest";
import { VirtualClock } from "@bellwether/testing";
import { configMap, configMaps, write } from "./kit/config-maps.ts";
import { seededRandom } from "./kit/random.ts";

const names = ["a", "b", "c"];
const lease = { namespace: "default", name: "host" };

/** A process that can be suspended: time goes on, and none of its timers or answers arrives. */
class Suspendable {
  readonly clock: Clock;
  readonly #held: (() => unknown)[] = [];
  #isSuspended = false;

  constructor(clock: Clock) {
    this.clock = {
      now: () => clock.now(),
      after: (delayMs, callback) => {
        let disposed = false;
        const timer = clock.after(delayMs, () => this.#whenAwake(() => disposed || callback()));
        return {
          [Symbol.dispose]: () => {
            disposed = true;
            timer[Symbol.dispose]();
          },
        };
      },
    };
  }

  suspend(): void {
    this.#isSuspended = true;
  }

  resume(): void {
    this.#isSuspended = false;
    for (const act of this.#held.splice(0)) act();
  }

  awake(): Promise<void> {
    return new Promise((resolve) => this.#whenAwake(resolve));
  }

  #whenAwake(act: () => unknown): void {
    if (this.#isSuspended) this.#held.push(act);
    else act();
  }
}

interface Accepted {
  readonly name: string;
  readonly epoch: number;
}

/** A way to the cluster on which a request may take seconds, also after its sender has given it up. */
function slow(
  direct: KubeClient,
  base: Clock,
  process: Suspendable,
  random: () => number,
  accepted: Accepted[],
): KubeClient {
  const travel = async (): Promise<void> => {
    if (random() < 0.3) await sleep(base, random() * 25_000);
  };
  const request = async <T>(run: () => Promise<T>): Promise<T> => {
    await travel();
    const answer = await run();
    await process.awake();
    return answer;
  };
  const written = async (run: () => Promise<KubeObject>): Promise<KubeObject> => {
    const object = await run();
    if (object.kind === "ConfigMap") accepted.push({ name: object.metadata.name ?? "", epoch: epochOf(object) });
    return object;
  };
  return {
    ...direct,
    get: (type, key) => request(() => direct.get(type, key)),
    list: (type, options) => request(() => direct.list(type, unhurried(options))),
    create: (type, object, options) => request(() => written(() => direct.create(type, object, unhurried(options)))),
    patch: (type, key, patch, options) =>
      request(() => written(() => direct.patch(type, key, patch, unhurried(options)))),
    async *watch(type, options) {
      for await (const event of direct.watch(type, options)) {
        await process.awake();
        yield event;
      }
    },
  };
}

/** A request that has left its sender cannot be called back. */
function unhurried<O extends RequestOptions>(options: O | undefined): O {
  return Object.fromEntries(Object.entries(options ?? {}).filter(([name]) => name !== "signal")) as O;
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "after a successor's first write to an object none of its predecessor is accepted (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const clock = new VirtualClock();
    const api = new ApiServer({ clock, seed });
    const direct = memoryClient(api);
    const accepted: Accepted[] = [];
    let refused = 0;
    for (const name of names) await direct.create(configMaps, configMap(name, { by: "0" }), write);
    const stop = new AbortController();
    const processes = ["one", "two"].map((identity) => {
      const process = new Suspendable(clock);
      const client = slow(direct, clock, process, random, accepted);
      const link = linkCluster({ name: identity, server: "memory", client, clock: process.clock, random });
      const election = electLeader({ client: link.client, clock: process.clock, lease, identity, random });
      const view = link.views.of(configMaps, { namespace: "default" });
      const fenced = epochFence(link.client, { term: () => election.term, lastSeen: (_type, key) => view.get(key) });
      const work = async (): Promise<void> => {
        while (!stop.signal.aborted) {
          await sleep(process.clock, random() * 3_000, stop.signal);
          const { epoch } = election;
          if (epoch === undefined) continue;
          const key = { namespace: "default", name: names[Math.floor(random() * names.length)] ?? "" };
          try {
            const observed = random() < 0.5 ? view.get(key) : await link.client.get(configMaps, key);
            await sleep(process.clock, random() * 2_000, stop.signal);
            if (observed !== undefined)
              await fenced.patch(configMaps, key, mergePatchOn(observed, { data: { by: String(epoch) } }), write);
          } catch (error) {
            if (isConflict(error)) refused++;
            else if (!(error as Error).message.includes(keyText(key))) throw error;
          }
        }
      };
      return {
        process,
        election,
        done: work().catch((error: unknown) => stop.signal.aborted || Promise.reject(error as Error)),
      };
    });
    for (let turn = 0; turn < 60; turn++) {
      await clock.advance(random() * 10_000);
      const { process } = processes[Math.floor(random() * 2)] ?? {};
      process?.suspend();
      await clock.advance(random() < 0.3 ? 30_000 : random() * 5_000);
      process?.resume();
    }
    stop.abort(new Error("the test is over"));
    await clock.advance(60_000);
    await Promise.all(processes.map(({ done }) => done));
    for (const name of names) {
      const epochs = accepted.filter((entry) => entry.name === name).map(({ epoch }) => epoch);
      expect(epochs).toEqual(epochs.toSorted((a, b) => a - b));
      expect(epochOf(await direct.get(configMaps, { namespace: "default", name }))).toBe(epochs.at(-1) ?? 0);
    }
    expect(new Set(accepted.map(({ epoch }) => epoch)).size).toBeGreaterThan(2);
    expect(refused).toBeGreaterThan(0);
  },
);
