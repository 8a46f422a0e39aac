import { randomUUID } from "node:crypto";
import type { Clock } from "@bellwether/core";
import { ApiServer, type Faults, type ServedCluster, serveCluster } from "@bellwether/embedded";

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
export async function serveEmptyCluster(faults: Faults = {}): Promise<Session> {
  const api = new ApiServer({ clock });
  return { api, served: await serveCluster(api, { clock, faults }) };
}

/** A name that no other test uses. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomUUID().slice(0, 8)}`;
}
