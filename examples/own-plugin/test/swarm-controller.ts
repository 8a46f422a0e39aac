import { keyOf } from "@bellwether/core";
import type { ControllerContext, RunningControllers } from "@bellwether/testing";
import { swarmType, type Swarm } from "../src/swarm.ts";

type Hives = ReadonlyMap<string, number>;

const flightMs = 500;

/** The next thing that one bee does: leave, come, or change its image. Undefined when all are where they should be. */
function nextHives({ spec: { bees, keep, image } }: Swarm, hives: Hives): Hives | undefined {
  const all = [...hives.values()].reduce((sum, count) => sum + count, 0);
  const [old] = [...hives.keys()].filter((one) => one !== image);
  const kept = all - (hives.get(image) ?? 0);
  const fly = (from: string | undefined, to: string | undefined): Hives => {
    const next = new Map(hives);
    if (from !== undefined) next.set(from, (hives.get(from) ?? 0) - 1);
    if (to !== undefined) next.set(to, (hives.get(to) ?? 0) + 1);
    return new Map([...next].filter(([, count]) => count > 0));
  };
  if (all > bees) return fly(old ?? image, undefined);
  if (all < bees) return fly(undefined, kept < keep ? (old ?? image) : image);
  return kept > keep ? fly(old, image) : undefined;
}

/** Keeps swarms as they are asked to be, one bee at a time. */
export function startSwarmController({ client, views, clock }: ControllerContext): RunningControllers {
  const swarms = views.of(swarmType);
  const stopping = new AbortController();
  let working: Promise<void> | undefined;

  async function look(): Promise<void> {
    for (const swarm of swarms.list() as readonly Swarm[]) await keep(swarm);
  }

  async function keep(swarm: Swarm): Promise<void> {
    const { generation = 0 } = swarm.metadata;
    const hives = new Map(swarm.status?.hives.map(({ image, bees }) => [image, bees]));
    const next = nextHives(swarm, hives);
    if (next === undefined && swarm.status?.observedGeneration === generation) return;
    const status = {
      observedGeneration: generation,
      hives: [...(next ?? hives)].map(([image, bees]) => ({ image, bees })),
    };
    const patch = { type: "merge", body: { status } } as const;
    await client.patch(swarmType, keyOf(swarm), patch, { fieldManager: "swarm-controller", subresource: "status" });
  }

  const arm = (): void => {
    clock.after(flightMs, () => {
      if (stopping.signal.aborted) return;
      working ??= look().finally(() => {
        working = undefined;
      });
    });
  };
  const subscription = swarms.subscribe(arm);
  arm();

  return {
    get idle() {
      return working === undefined;
    },
    settled: () => working ?? Promise.resolve(),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      subscription[Symbol.dispose]();
      await working;
    },
  };
}
