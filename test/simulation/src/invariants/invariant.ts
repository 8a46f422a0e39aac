import type { Entry } from "../world/entry.ts";
import type { World } from "../world/world.ts";

export type InvariantId = "S1" | "S8" | "S10" | "S11" | "S12" | "S13" | "S16" | "S17";

/** Something that must be true after every entry of a cluster's history. */
export interface Invariant {
  readonly id: InvariantId;
  readonly name: string;
  /** What is wrong, in words; undefined when all is well. Pure; `log` ends with the entry that has led to `world`. */
  check(world: World, log: readonly Entry[]): string | undefined;
}
