import type { Contribution, RolloutPlugin, Scope } from "@bellwether/core";

/** A contribution and the plugin that it comes with. */
export interface Offer {
  readonly plugin: RolloutPlugin;
  readonly contribution: Contribution;
}

export function offersOf(plugins: readonly RolloutPlugin[], scope?: Scope): readonly Offer[] {
  return plugins.flatMap((plugin) =>
    plugin.contributions
      .filter((contribution) => scope === undefined || contribution.scope === scope)
      .map((contribution) => ({ plugin, contribution })),
  );
}

/** `point/key`, the name by which people and rollouts know a contribution. */
export function contributionId({ point, key }: Pick<Contribution, "point" | "key">): string {
  return `${point}/${key}`;
}
