import type { ColorChoice, TerminalOptions } from "../terminal/terminal.ts";
import { parseDuration } from "./duration.ts";

export type RawOptions = Readonly<Record<string, unknown>>;

/** Which clusters and namespaces a command asks. */
export interface ClusterOptions {
  readonly kubeconfig: string | undefined;
  readonly contexts: readonly string[];
  readonly allContexts: boolean;
  readonly requestTimeoutMs: number;
  readonly namespace: string | undefined;
  readonly allNamespaces: boolean;
}

export function clusterOptionsOf(raw: RawOptions): ClusterOptions {
  return {
    kubeconfig: raw["kubeconfig"] as string | undefined,
    contexts: (raw["context"] as readonly string[] | undefined) ?? [],
    allContexts: raw["allContexts"] === true,
    requestTimeoutMs: parseDuration((raw["requestTimeout"] as string | undefined) ?? "5s", "--request-timeout"),
    namespace: raw["namespace"] as string | undefined,
    allNamespaces: raw["allNamespaces"] === true,
  };
}

export function terminalOptionsOf(raw: RawOptions): TerminalOptions {
  return { color: (raw["color"] as ColorChoice | undefined) ?? "auto", ascii: raw["ascii"] === true };
}
