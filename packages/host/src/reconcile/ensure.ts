import {
  type AdapterLookup,
  type Effect,
  InternalError,
  type WorkloadAdapter,
  type WorkloadPair,
} from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Seen } from "./observe.ts";

interface Hands extends Seen {
  readonly adapters: AdapterLookup;
  readonly signal: AbortSignal;
}

type Makers = { readonly [T in Effect["type"]]: (effect: Extract<Effect, { type: T }>, hands: Hands) => Promise<void> };

/** One idempotent call for each kind of effect. */
const makers: Makers = {
  keepFinalizer: (_, hands) => finalizer(true, hands),
  dropFinalizer: (_, hands) => finalizer(false, hands),
  locate: ({ side }, { source, rollout, adapters, signal }) =>
    source.call("ensureLocated", (s, within) => s.ensureLocated(rollout, side, adapters, within), signal),
  collect: (_, { source, rollout, adapters, signal }) =>
    source.call("ensureCollected", (s, within) => s.ensureCollected(rollout, adapters, within), signal),
  claim: (_, hands) => onWorkload(hands, "ensureClaimed", (a, pair, within) => a.ensureClaimed(pair, within)),
  keepPods: ({ side, pods }, hands) =>
    onWorkload(hands, "ensurePods", (a, pair, within) => a.ensurePods(pair, side, pods, within)),
  release: ({ leaving }, hands) =>
    onWorkload(hands, "ensureReleased", (a, pair, within) => a.ensureReleased(pair, leaving, within)),
};

/** Makes one effect, by at most one write. */
export function ensure(effect: Effect, seen: Seen, adapters: AdapterLookup, signal: AbortSignal): Promise<void> {
  const make = makers[effect.type] as (effect: Effect, hands: Hands) => Promise<void>;
  return make(effect, { ...seen, adapters, signal });
}

function finalizer(present: boolean, { source, rollout, signal }: Hands): Promise<void> {
  return source.call("ensureFinalizer", (s, within) => s.ensureFinalizer(rollout, present, within), signal);
}

function onWorkload(
  {
    adapter,
    pair,
    signal,
  }: { adapter: Contributed<WorkloadAdapter> | undefined; pair: WorkloadPair | undefined; signal: AbortSignal },
  method: string,
  make: (adapter: WorkloadAdapter, pair: WorkloadPair, within: AbortSignal) => Promise<void>,
): Promise<void> {
  if (adapter === undefined || pair === undefined) throw new InternalError(`${method} was decided without a workload`);
  return adapter.call(method, (a, within) => make(a, pair, within), signal);
}
