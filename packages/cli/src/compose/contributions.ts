import { RolloutError, type Contribution, type ExtensionPoint, type RolloutPlugin, type Token } from "@bellwether/core";

/** Services by the id of their token. */
export type Services = ReadonlyMap<string, unknown>;

export function service<T>(token: Token<T>, instance: T): readonly [string, unknown] {
  return [token.id, instance];
}

/**
 * The instances of one extension point by key, for a command that looks at a cluster without running a host. What is
 * there for kinds that the cluster does not serve is left out.
 */
export async function instancesOf<T>(
  plugins: readonly RolloutPlugin[],
  point: ExtensionPoint<T, string>,
  services: Services,
): Promise<ReadonlyMap<string, T>> {
  const contributions = plugins
    .flatMap((plugin) => plugin.contributions)
    .filter((contribution) => contribution.point === point.id);
  const created = await Promise.all(
    contributions.map(async (contribution) => {
      const instance = await instanceOf<T>(contribution, services);
      return instance === undefined ? [] : [[contribution.key, instance] as const];
    }),
  );
  return new Map(created.flat());
}

async function instanceOf<T>({ needs, create }: Contribution, services: Services): Promise<T | undefined> {
  const provided = Object.fromEntries(Object.entries(needs).map(([name, token]) => [name, services.get(token.id)]));
  try {
    return (await create(provided)) as T;
  } catch (error) {
    if (error instanceof RolloutError && error.code === "CRD_MISSING") return undefined;
    throw error;
  }
}
