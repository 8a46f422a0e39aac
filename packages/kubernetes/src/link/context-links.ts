import type { KubeContexts } from "@bellwether/core";
import { type ContextLinkOptions, linkContext } from "./link-context.ts";

/** The contexts of a kubeconfig as the service that cluster sources need. Who opens a link disposes it. */
export function contextLinks(options: Omit<ContextLinkOptions, "context" | "name">): KubeContexts {
  return {
    names: () => [...options.kubeconfig.contexts.keys()],
    async open(context, signal) {
      signal.throwIfAborted();
      return linkContext({ ...options, context });
    },
  };
}
