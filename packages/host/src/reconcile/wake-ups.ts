import {
  type Clock,
  type KubeViews,
  keyOf,
  type ObjectKey,
  type RolloutSource,
  type WorkloadAdapter,
} from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import { keepTrying } from "../time/keep-trying.ts";

export interface WakeUps {
  readonly clock: Clock;
  readonly views: KubeViews;
  readonly random: () => number;
  readonly signal: AbortSignal;
  onRollout(source: Contributed<RolloutSource>, key: ObjectKey): void;
  onWorkload(adapter: Contributed<WorkloadAdapter>, key: ObjectKey): void;
  readonly onFailure: (error: unknown) => void;
}

/** Looks at every rollout of a source once its caches are filled, and again whenever something changes for it. */
export async function watchSource(wakeUps: WakeUps, source: Contributed<RolloutSource>): Promise<void> {
  await keepTrying(wakeUps, async () => {
    await source.instance.synced(wakeUps.signal);
    const { type } = source.instance;
    const view = wakeUps.views.of(type);
    await view.synced(wakeUps.signal);
    const keys = view.list().map(keyOf);
    subscribe(wakeUps, () => source.callNow("subscribe", (s) => s.subscribe((key) => wakeUps.onRollout(source, key))));
    for (const key of keys) wakeUps.onRollout(source, key);
  });
}

export async function watchAdapter(wakeUps: WakeUps, adapter: Contributed<WorkloadAdapter>): Promise<void> {
  await keepTrying(wakeUps, async () => {
    subscribe(wakeUps, () =>
      adapter.callNow("subscribe", (a) => a.subscribe((key) => wakeUps.onWorkload(adapter, key))),
    );
  });
}

function subscribe({ signal }: WakeUps, open: () => Disposable): void {
  const subscription = open();
  signal.addEventListener("abort", () => subscription[Symbol.dispose](), { once: true });
}
