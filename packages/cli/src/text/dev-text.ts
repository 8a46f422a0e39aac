import { stopwatchText } from "../terminal/duration.ts";

export interface DevFacts {
  readonly names: readonly string[];
  /** Where the kubeconfig was written. */
  readonly kubeconfig: string | undefined;
  readonly withHost: boolean;
  readonly startMs: number;
  /** How the person called the program. */
  readonly command: string;
}

/** One JSON object for programs that wait for the clusters. */
export function devReady({ names, kubeconfig }: DevFacts): object {
  const clusters = names.map((name) => ({ name, context: name }));
  return {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "DevReady",
    clusters,
    kubeconfig: kubeconfig ?? null,
    dashboard: null,
  };
}

/** What is up, and what to type next. */
export function devText({ names, kubeconfig, withHost, startMs, command }: DevFacts): readonly string[] {
  const [first = "", ...rest] = names;
  const count = names.length === 1 ? "1 cluster" : `${names.length} clusters`;
  const contexts = rest.length === 0 ? `context ${first} (current)` : `contexts ${first} (current), ${rest.join(", ")}`;
  const where =
    kubeconfig === undefined ? "no kubeconfig written: --write-kubeconfig FILE" : `${contexts} in ${kubeconfig}`;
  const headline = `${count}, ${withHost ? "host leading" : "no host"}, ${stopwatchText(startMs)}          ${where}`;
  const end = "Ctrl-C stops everything; nothing is kept.";
  if (kubeconfig === undefined) return [headline, end];
  const path = kubeconfig.startsWith("/") ? kubeconfig : `$PWD/${kubeconfig}`;
  return [
    headline,
    `In a second terminal:   export KUBECONFIG=${path}`,
    `                        kubectl apply -f examples/walkthrough/definitions/ -f examples/walkthrough/v1/ && ${command} watch rolling-example`,
    end,
  ];
}
