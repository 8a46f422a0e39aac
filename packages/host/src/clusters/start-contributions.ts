import { type Clock, type Logger, logger, RolloutError, sleep, type Token } from "@bellwether/core";
import { contributionId, type Offer } from "../compose/offers.ts";
import { type CallDesk, callPlugin } from "../plugins/call-plugin.ts";
import { callsOf, Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { retryDelay } from "../reconcile/retry-delay.ts";
import { withFields } from "../report/with-fields.ts";
import type { ServiceScope } from "../scope/service-scope.ts";

export interface Starter {
  readonly desk: CallDesk;
  readonly scope: ServiceScope;
  readonly instances: Instances;
  /** Absent for host-wide contributions. */
  readonly cluster?: string;
  readonly signal: AbortSignal;
}

/** Builds a contribution first, and then gives it to its scope, which disposes it. */
export async function startContribution(starter: Starter, offer: Offer): Promise<void> {
  const { desk, scope, instances, cluster, signal } = starter;
  const { point, key, needs } = offer.contribution;
  const call = { ...callsOf(offer, cluster), method: "create" };
  const fields = { plugin: offer.plugin.name, point, contribution: key, ...(cluster === undefined ? {} : { cluster }) };
  const serve = (token: Token<unknown>): unknown =>
    token.id === logger.id ? withFields(scope.get(logger), fields) : scope.get(token);
  const provided = Object.fromEntries(Object.entries(needs).map(([name, token]) => [name, serve(token)]));
  const instance = await callPlugin(desk, call, () => offer.contribution.create(provided), signal);
  scope.adopt({ id: contributionId(offer.contribution), scope: offer.contribution.scope }, instance);
  instances.add(point, new Contributed(desk, offer, instance, cluster));
}

export interface Restarter extends Starter {
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
  onStarted(offer: Offer): void;
  onFailed(offer: Offer, error: RolloutError): void;
}

/** Starts a contribution on a cluster, again with back-off for as long as it fails there. */
export async function keepStarting(starter: Restarter, offer: Offer): Promise<void> {
  const { clock, random, signal } = starter;
  await tryStart(starter, offer);
  void (async () => {
    for (let attempt = 0; !signal.aborted && starter.instances.isMissing(offer.contribution); attempt++) {
      await sleep(clock, retryDelay(attempt, 1000, 60_000, random), signal).catch(() => {});
      if (!signal.aborted) await tryStart(starter, offer);
    }
  })();
}

async function tryStart(starter: Restarter, offer: Offer): Promise<void> {
  try {
    await startContribution(starter, offer);
    starter.onStarted(offer);
  } catch (error) {
    if (starter.signal.aborted) return;
    starter.onFailed(offer, startFailure(offer, error, starter.cluster));
  }
}

export function startFailure(offer: Offer, error: unknown, cluster?: string): RolloutError {
  const where = cluster === undefined ? "" : ` on cluster ${cluster}`;
  const reason = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof RolloutError && error.code !== "PLUGIN_CALL_FAILED" ? error.remedy : undefined;
  return new RolloutError("PLUGIN_START_FAILED", `plugin ${offer.plugin.name} did not start${where}: ${reason}`, {
    cause: error,
    ...(remedy === undefined ? {} : { remedy }),
  });
}
