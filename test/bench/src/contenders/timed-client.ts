import type { KubeClient, KubeObject, ResourceType } from "@bellwether/core";

/** What passes one client, with `performance.now()` times. */
export interface Passage {
  readonly at: number;
  readonly type: ResourceType;
  readonly object: KubeObject;
}

export interface ClientLog {
  /** Called for an object that a watch has brought, before whoever watches sees it. */
  seen(passage: Passage): void;
  /** Called for the body of a write, before it is sent. */
  wrote(passage: Passage): void;
}

/** The same client, with everything that it sees and writes told. Deletes are not. */
export function timedClient(
  client: KubeClient & Partial<AsyncDisposable>,
  log: ClientLog,
): KubeClient & AsyncDisposable {
  const wrote = (type: ResourceType, object: unknown): void =>
    log.wrote({ at: performance.now(), type, object: object as KubeObject });
  return {
    get: (type, key, options) => client.get(type, key, options),
    list: (type, options) => client.list(type, options),
    delete: (type, key, options) => client.delete(type, key, options),
    resolve: (apiVersion, kind, options) => client.resolve(apiVersion, kind, options),
    async *watch(type, options) {
      for await (const event of client.watch(type, options)) {
        if (event.type !== "BOOKMARK") log.seen({ at: performance.now(), type, object: event.object });
        yield event;
      }
    },
    create(type, object, options) {
      wrote(type, object);
      return client.create(type, object, options);
    },
    apply(type, object, options) {
      wrote(type, object);
      return client.apply(type, object, options);
    },
    patch(type, key, patch, options) {
      wrote(type, patch.body);
      return client.patch(type, key, patch, options);
    },
    [Symbol.asyncDispose]: async () => client[Symbol.asyncDispose]?.(),
  };
}
