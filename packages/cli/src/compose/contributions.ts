import type { ExtensionPoint, RolloutPlugin, Token } from "@bellwether/core";

/** Services by the id of their token. */
export type Services = ReadonlyMap<string, unknown>;

export function service<T>(token: Token<T>, instance: T): readonly [string, unknown] {
  return [token.id, instance];
}

/** The instances of one extension point by key, for a command that looks at a cluster without running a host. */
export async function instancesOf<T>(
  plugins: readonly RolloutPlugin[],
  point: ExtensionPoint<T, string>,
  services: Services,
): Promise<ReadonlyMap<string, T>> {
  const contributions = plugins
    .flatMap((plugin) => plugin.contributions)
    .filter((contribution) => contribution.point === point.id);
  const created = await Promise.all(
    contributions.map(async ({ key, needs, create }) => {
      const provided = Object.fromEntries(Object.entries(needs).map(([name, token]) => [name, services.get(token.id)]));
      return [key, (await create(provided)) as T] as const;
    }),
  );
  return new Map(created);
}
