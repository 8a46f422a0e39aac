import { ApiError, ApiUnreachable, type KubeClient, type KubeObject } from "@bellwether/core";
import { ApiServer, memoryClient } from "@bellwether/embedded";
import { linkCluster } from "@bellwether/kubernetes";
import { expect, test } from "vitest";
import { VirtualClock } from "@bellwether/testing";
import { configMaps, listAll, showsOlder, versions, writeSomething } from "./kit/config-maps.ts";
import { seededRandom } from "./kit/random.ts";

const names = Array.from({ length: 20 }, (_, index) => `object-${index}`);

function status(code: number, reason: string): ApiError {
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason });
}

/** A client whose requests fail, whose answers get lost, and whose watches break, fall silent, lag, repeat and lose events. */
function faulty(client: KubeClient, clock: VirtualClock, random: () => number, broken: () => boolean): KubeClient {
  const chance = (probability: number): boolean => broken() && random() < probability;
  const request = async <T>(run: () => Promise<T>): Promise<T> => {
    if (chance(0.05)) throw new ApiUnreachable("refused");
    if (chance(0.03)) throw status(503, "ServiceUnavailable");
    const answer = await run();
    if (chance(0.03)) throw new ApiUnreachable("the answer was lost");
    return answer;
  };
  return {
    get: (...given) => request(() => client.get(...given)),
    list: (...given) => request(() => client.list(...given)),
    create: (...given) => request(() => client.create(...given)),
    apply: (...given) => request(() => client.apply(...given)),
    patch: (...given) => request(() => client.patch(...given)),
    delete: (...given) => request(() => client.delete(...given)),
    resolve: (...given) => client.resolve(...given),
    async *watch(type, options) {
      if (chance(0.1)) throw new ApiUnreachable("refused");
      for await (const event of client.watch(type, options)) {
        if (chance(0.05)) throw status(410, "Expired");
        if (chance(0.05)) throw new ApiUnreachable("reset");
        if (chance(0.05)) return;
        if (chance(0.02)) await new Promise(() => {});
        if (chance(0.2)) await new Promise<void>((resolve) => clock.after(random() * 5_000, resolve));
        yield event;
        if (chance(0.05)) yield event;
      }
    },
  };
}

test.each(Array.from({ length: 40 }, (_, seed) => seed))(
  "whatever fails, a view ends up with all objects and never hides an own write (seed %i)",
  async (seed) => {
    const random = seededRandom(seed);
    const clock = new VirtualClock();
    const api = new ApiServer({ clock, seed });
    const direct = memoryClient(api);
    let isBroken = true;
    const errors: unknown[] = [];
    await using link = linkCluster({
      name: "memory",
      server: "memory",
      client: faulty(direct, clock, random, () => isBroken),
      clock,
      random,
      onListenerError: (error) => errors.push(error),
    });
    const view = link.views.of(configMaps, { namespace: "default", labelSelector: "app=churn" });
    const mirror = new Map<string, KubeObject>();
    view.subscribe(({ type, object }) => {
      if (type === "deleted") mirror.delete(object.metadata.name ?? "");
      else mirror.set(object.metadata.name ?? "", object);
    });
    for (let turn = 0; turn < 150; turn++) {
      await clock.advance(random() * 2_000);
      const own = writeSomething(link.client, names, random);
      await clock.advance(1);
      const written = await own;
      if (written !== undefined) expect(showsOlder(view, written)).toBe(false);
      await writeSomething(direct, names, random);
      if (random() < 0.02) api.compact();
    }
    isBroken = false;
    await clock.advance(600_000);
    const truth = versions(await listAll(direct));
    expect(versions(view.list())).toEqual(truth);
    expect(versions([...mirror.values()])).toEqual(truth);
    expect(view.trouble).toBeUndefined();
    expect(errors).toEqual([]);
  },
);
