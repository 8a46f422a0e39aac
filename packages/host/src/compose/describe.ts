import type { Scope } from "@bellwether/core";
import type { CallFigures } from "../report/host-metrics.ts";
import type { Offer } from "./offers.ts";

export interface ContributionDescription extends CallFigures {
  readonly point: string;
  readonly key: string;
  readonly scope: Scope;
  readonly needs: readonly string[];
  readonly capabilities: readonly string[];
  /** Clusters where it runs; empty for host-wide ones. */
  readonly running: readonly string[];
  /** Why it does not run, by cluster. */
  readonly failures: Readonly<Record<string, string>>;
}

export interface PluginDescription {
  readonly name: string;
  readonly version: string;
  readonly api: number;
  readonly contributions: readonly ContributionDescription[];
}

export type Running = Pick<ContributionDescription, "running" | "failures"> & CallFigures;

/** What is loaded, as data. `runningOf` tells how a contribution fares. */
export function describeOffers(
  offers: readonly Offer[],
  runningOf: (offer: Offer) => Running,
): readonly PluginDescription[] {
  return [...Map.groupBy(offers, ({ plugin }) => plugin)].map(([{ name, version, api }, own]) => ({
    name,
    version,
    api,
    contributions: own.map((offer) => {
      const { point, key, scope, needs, capabilities } = offer.contribution;
      const needed = Object.values(needs).map(({ id }) => id);
      return { point, key, scope, needs: needed, capabilities, ...runningOf(offer) };
    }),
  }));
}
