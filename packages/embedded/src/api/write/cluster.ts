import type { Clock, ResourceType } from "@bellwether/core";
import { methodNotAllowed, noSuchResource } from "../errors/status-error.ts";
import type { Random } from "../store/random.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ServedType } from "../types/served-type.ts";
import type { TypeRegistry } from "../types/type-registry.ts";

/** The parts of one embedded cluster that its operations share. */
export interface Cluster {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: ObjectStore;
  readonly types: TypeRegistry;
}

/** The type as it is served; refuses one that is not, or not with the verb. */
export function servedType(cluster: Cluster, type: ResourceType, verb: string): ServedType {
  const served = cluster.types.find(type.group, type.version, type.plural);
  if (served === undefined) throw noSuchResource();
  if (!served.verbs.includes(verb)) throw methodNotAllowed(verb);
  return served;
}

/** The cluster's time as objects carry it: UTC, whole seconds. */
export function timestamp(cluster: Cluster): string {
  return `${new Date(cluster.clock.now()).toISOString().slice(0, 19)}Z`;
}
