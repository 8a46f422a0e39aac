import type { ComponentRenderer } from "../extension-points/component-renderer.ts";
import type { Clock } from "../kube/clock.ts";
import type { KubeClient } from "../kube/kube-client.ts";
import type { KubeViews } from "../kube/kube-views.ts";
import type { ClusterLink } from "./cluster-link.ts";
import { createToken, type Token } from "./token.ts";

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured log lines; the host adds plugin, contribution and cluster. Fields are names and numbers, never object text. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** The services that a contribution can name in `needs`. */
export const clock: Token<Clock> = createToken("clock", "host");
export const logger: Token<Logger> = createToken("logger", "host");
export const kubeClient: Token<KubeClient> = createToken("kubeClient", "cluster");
export const kubeViews: Token<KubeViews> = createToken("kubeViews", "cluster");
/** By schematic, as in `cue`: every component renderer of the host's plugins. */
export const componentRenderers: Token<ReadonlyMap<string, ComponentRenderer>> = createToken(
  "componentRenderers",
  "host",
);

/** Contexts of the kubeconfig that the host was given, for cluster sources: a plugin never sees a credential. */
export interface KubeContexts {
  names(): readonly string[];
  open(name: string, signal: AbortSignal): Promise<ClusterLink>;
}

export const kubeContexts: Token<KubeContexts> = createToken("kubeContexts", "host");
