import { type KubeClient, keyOf } from "@bellwether/core";
import type { OwnWrites } from "./own-writes.ts";

/**
 * The same client, with every successful write, and every object read past the views, noted in `ownWrites` before its
 * caller goes on: no view shows a state from before it.
 */
export function recordingClient(client: KubeClient, ownWrites: OwnWrites): KubeClient {
  return {
    async get(type, key, options) {
      const answer = await client.get(type, key, options);
      ownWrites.written(type, key, answer);
      return answer;
    },
    list: (type, options) => client.list(type, options),
    watch: (type, options) => client.watch(type, options),
    resolve: (apiVersion, kind, options) => client.resolve(apiVersion, kind, options),
    async create(type, object, options) {
      const answer = await client.create(type, object, options);
      if (options.dryRun !== true) ownWrites.written(type, keyOf(answer), answer);
      return answer;
    },
    async apply(type, object, options) {
      const answer = await client.apply(type, object, options);
      if (options.dryRun !== true) ownWrites.written(type, keyOf(object), answer);
      return answer;
    },
    async patch(type, key, patch, options) {
      const answer = await client.patch(type, key, patch, options);
      if (options.dryRun !== true) ownWrites.written(type, key, answer);
      return answer;
    },
    async delete(type, key, options) {
      const confirm = ownWrites.deleting(type, key, options?.uid);
      await client.delete(type, key, options);
      confirm();
    },
  };
}
