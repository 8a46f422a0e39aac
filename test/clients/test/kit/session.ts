import { randomUUID } from "node:crypto";
import type { Clock } from "@bellwether/core";
import {
  ApiServer,
  memoryClient,
  memoryViews,
  type ServedCluster,
  serveCluster,
  startControllers,
} from "@bellwether/embedded";

const clock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
};

export interface Session {
  readonly api: ApiServer;
  readonly served: ServedCluster;
}

/** An empty cluster, served. */
export async function serveEmptyCluster(): Promise<Session> {
  const api = new ApiServer({ clock });
  return { api, served: await serveCluster(api, { clock }) };
}

/** Brings a cluster to life: workload controllers, and nodes whose pods start ten times as fast as by default. */
export function animate(api: ApiServer): AsyncDisposable {
  const context = { client: memoryClient(api), views: memoryViews(api), clock, random: Math.random };
  const types = api.types.list().filter(({ verbs }) => verbs.includes("watch"));
  return startControllers(context, { types, kubelet: { speed: 10 } });
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}
