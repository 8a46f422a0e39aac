import type { Clock, ClusterLink, KubeClient } from "@bellwether/core";
import { createViews, type ViewsOptions } from "../reflect/create-views.ts";
import { OwnWrites } from "../reflect/own-writes.ts";
import { recordingClient } from "../reflect/recording-client.ts";

export interface LinkOptions extends Omit<ViewsOptions, "ownWrites"> {
  readonly name: string;
  /** The address, for people. */
  readonly server: string;
  /** Disposed with the link if it can be. */
  readonly client: KubeClient & Partial<AsyncDisposable>;
  readonly clock: Clock;
}

/** A connection over any client, whose views never show a state from before one of its own writes. */
export function linkCluster({ name, server, client, clock, ...options }: LinkOptions): ClusterLink {
  const ownWrites = new OwnWrites();
  const views = createViews(client, clock, { ...options, ownWrites });
  return {
    name,
    server,
    client: recordingClient(client, ownWrites),
    views,
    async [Symbol.asyncDispose]() {
      await views[Symbol.asyncDispose]();
      await client[Symbol.asyncDispose]?.();
    },
  };
}
