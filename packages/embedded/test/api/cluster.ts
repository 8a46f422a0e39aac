import type { Clock, KubeObject, ObjectKey } from "@bellwether/core";
import { ApiError, type Status } from "@bellwether/core";
import { ApiServer, type ServedType, type ServerWatchEvent, type WatchRequest } from "@bellwether/embedded";

/** A clock that a test moves. */
export class TestClock implements Clock {
  #now = Date.parse("2026-11-24T12:00:00Z");
  readonly #timers = new Set<{ at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): Disposable {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return { [Symbol.dispose]: () => void this.#timers.delete(timer) };
  }

  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.callback();
    }
    this.#now = end;
  }
}

export function startServer(options: { history?: number; log?: number; seed?: number } = {}): ApiServer {
  return new ApiServer({ clock: new TestClock(), seed: 1, ...options });
}

export function typeOf(server: ApiServer, apiVersion: string, kind: string): ServedType {
  const type = server.types.ofKind(apiVersion, kind);
  if (type === undefined) throw new Error(`${apiVersion} ${kind} is not served`);
  return type;
}

export function named(name: string): ObjectKey {
  return { namespace: "default", name };
}

type Fields = Record<string, unknown>;

export function configMap(name: string, data: Fields = {}, metadata: Fields = {}): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default", ...metadata }, data };
}

export function deployment(name: string, spec: Fields = {}, metadata: Fields = {}): KubeObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: "web", image: "nginx:1" }] } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "default", labels, ...metadata },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

/** The Status that the call is refused with. */
export function refusal(run: () => unknown): Status {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
  throw new Error("The request was not refused.");
}

export interface Watched {
  readonly events: ServerWatchEvent[];
  readonly errors: Status[];
  readonly texts: string[];
  stop(): void;
}

/** Watches and collects; `texts` are `TYPE name`. */
export function watching(server: ApiServer, type: ServedType, request: WatchRequest = {}): Watched {
  const events: ServerWatchEvent[] = [];
  const errors: Status[] = [];
  const texts: string[] = [];
  const watch = server.watch(type, request, {
    event: (event) => {
      events.push(event);
      texts.push(event.type === "BOOKMARK" ? "BOOKMARK" : `${event.type} ${event.object.metadata.name}`);
    },
    error: ({ status }) => errors.push(status),
  });
  return { events, errors, texts, stop: () => watch[Symbol.dispose]() };
}
