import { componentRenderers, RolloutError } from "@bellwether/core";
import { offersOf } from "../compose/offers.ts";
import { blamedRenderers } from "../plugins/renderers.ts";
import type { HostContext } from "./host-context.ts";
import { startContribution, startFailure } from "./start-contributions.ts";

/** Starts what serves all clusters. Throws one error that names every contribution that failed. */
export async function startHostWide(host: HostContext): Promise<void> {
  const { signal } = new AbortController();
  host.scope.lend(componentRenderers, blamedRenderers(host.instances));
  const offers = offersOf(host.plugins, "host");
  const results = await Promise.allSettled(offers.map((offer) => startContribution({ ...host, signal }, offer)));
  const failures = results.flatMap((result, index) => {
    const offer = offers[index];
    return result.status === "rejected" && offer !== undefined ? [startFailure(offer, result.reason)] : [];
  });
  if (failures.length === 0) return;
  await host.scope[Symbol.asyncDispose]();
  const [first] = failures;
  if (failures.length === 1 && first !== undefined) throw first;
  throw new RolloutError("PLUGIN_START_FAILED", failures.map(({ message }) => message).join("\n"), { cause: failures });
}
