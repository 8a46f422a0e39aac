import type { Invariant } from "./invariant.ts";
import { availability } from "./s01-availability.ts";
import { oneOwner } from "./s08-one-owner.ts";
import { partition } from "./s10-partition.ts";
import { crashIdempotence } from "./s11-crash-idempotence.ts";
import { quiescence } from "./s12-quiescence.ts";
import { freshness } from "./s13-freshness.ts";
import { noForeignDelete } from "./s16-no-foreign-delete.ts";
import { honestStatus } from "./s17-honest-status.ts";

export const invariants: readonly Invariant[] = [
  availability,
  oneOwner,
  partition,
  crashIdempotence,
  quiescence,
  freshness,
  noForeignDelete,
  honestStatus,
];
