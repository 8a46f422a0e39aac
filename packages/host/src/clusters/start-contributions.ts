import { type Clock, logger, RolloutError, type Token } from "@bellwether/core";
import { contributionId, type Offer } from "../compose/offers.ts";
import { type CallDesk, callPlugin } from "../plugins/call-plugin.ts";
import { callsOf, Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import { withFields } from "../report/with-fields.ts";
import { disposeOf } from "../scope/disposal.ts";
import type { ServiceScope } from "../scope/service-scope.ts";
import { keepTrying } from "../time/keep-trying.ts";

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
  const create = async (wanted: AbortSignal): Promise<unknown> => {
    const created = await offer.contribution.create(provided);
    if (wanted.aborted) await disposeOf(created);
    return created;
  };
  const instance = await callPlugin(desk, call, create, signal);
  scope.adopt({ id: contributionId(offer.contribution), scope: offer.contribution.scope }, instance);
  instances.add(point, new Contributed(desk, offer, instance, cluster));
}

export interface Restarter extends Starter {
  readonly clock: Clock;
  readonly random: () => number;
  onStarted(offer: Offer): void;
  onFailed(offer: Offer, error: RolloutError): void;
}

/** Starts a contribution on a cluster, again with back-off while it fails there. Resolves after the first try. */
export function keepStarting(starter: Restarter, offer: Offer): Promise<void> {
  const { clock, random, signal, cluster } = starter;
  const tried = Promise.withResolvers<void>();
  const onFailure = (error: unknown): void => {
    starter.onFailed(offer, startFailure(offer, error, cluster));
    tried.resolve();
  };
  const started = keepTrying({ clock, random, signal, firstMs: 1000, maxMs: 60_000, onFailure }, async () => {
    await startContribution(starter, offer);
    starter.onStarted(offer);
  });
  void started.finally(() => tried.resolve());
  return tried.promise;
}

export function startFailure(offer: Offer, error: unknown, cluster?: string): RolloutError {
  const where = cluster === undefined ? "" : ` on cluster ${cluster}`;
  const reason = reasonOf(error instanceof RolloutError && error.cause !== undefined ? error.cause : error);
  const remedy = error instanceof RolloutError && error.code !== "PLUGIN_CALL_FAILED" ? error.remedy : undefined;
  return new RolloutError("PLUGIN_START_FAILED", `plugin ${offer.plugin.name} did not start${where}: ${reason}`, {
    cause: error,
    ...(remedy === undefined ? {} : { remedy }),
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
