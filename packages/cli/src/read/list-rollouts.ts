import {
  apiVersionOf,
  RolloutError,
  type Clock,
  type KubeObject,
  type RolloutSource,
  type RolloutView,
} from "@bellwether/core";
import type { ClusterReader } from "./cluster-reader.ts";
import { defaultLease, readLeader, withLeader } from "./leader.ts";
import { readRollout } from "./read-rollout.ts";

export interface RolloutFilter {
  /** Absent: all namespaces. */
  readonly namespace: string | undefined;
  /** `name` or `kind/name`; empty: all. */
  readonly names: readonly string[];
  readonly labelSelector: string | undefined;
}

/** Every rollout of a cluster that the filter lets through, by kind, namespace and name. */
export async function listRollouts(
  reader: ClusterReader,
  filter: RolloutFilter,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly RolloutView[]> {
  const found = await Promise.all(
    [...reader.sources.values()].map(async (source) => listOf(reader, source, filter, signal)),
  );
  const leader = await readLeader(reader.link.client, defaultLease, signal);
  return Promise.all(
    found.flat().map(async ({ source, object }) => {
      const now = clock.now();
      return withLeader(await readRollout(reader, source, object, now, signal), leader, now);
    }),
  );
}

interface Found {
  readonly source: RolloutSource;
  readonly object: KubeObject;
}

async function listOf(
  reader: ClusterReader,
  source: RolloutSource,
  filter: RolloutFilter,
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const { client, name } = reader.link;
  const { type } = source;
  if ((await client.resolve(apiVersionOf(type), type.kind, { signal })) === undefined) {
    throw new RolloutError("CRD_MISSING", `${name} does not serve ${apiVersionOf(type)} ${type.kind}`, {
      remedy: `bellwether crds --install --context ${name}`,
    });
  }
  const { items } = await client.list(type, {
    signal,
    ...(filter.namespace === undefined ? {} : { namespace: filter.namespace }),
    ...(filter.labelSelector === undefined ? {} : { labelSelector: filter.labelSelector }),
  });
  return items.filter((object) => isNamed(object, filter.names)).map((object) => ({ source, object }));
}

export function isNamed(object: KubeObject, names: readonly string[]): boolean {
  if (names.length === 0) return true;
  return names.some((name) => {
    const [kind, plain] = name.includes("/") ? name.split("/") : [undefined, name];
    return object.metadata.name === plain && (kind === undefined || kind.toLowerCase() === object.kind.toLowerCase());
  });
}
