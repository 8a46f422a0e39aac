/** Who is asked for what: enough to lay the blame at the right door. */
export interface PluginCall {
  readonly plugin: string;
  readonly point: string;
  readonly key: string;
  readonly method: string;
  /** Absent for host-wide contributions. */
  readonly cluster?: string;
}

/** `refused`: the cluster, or what the plugin was given, is at fault, not the plugin. */
export type CallResult = "answered" | "refused" | "failed" | "timedOut" | "aborted";

export function contributionOf({ point, key }: PluginCall): string {
  return `${point}/${key}`;
}

function placeOf({ cluster }: PluginCall): string {
  return cluster === undefined ? "" : ` on cluster ${cluster}`;
}

/** `point/key (plugin P) failed in METHOD on cluster C: reason` */
export function blame(call: PluginCall, reason: string): string {
  return `${contributionOf(call)} (plugin ${call.plugin}) failed in ${call.method}${placeOf(call)}: ${reason}`;
}

/** `point/key (plugin P) METHOD on cluster C` */
export function callText(call: PluginCall): string {
  return `${contributionOf(call)} (plugin ${call.plugin}) ${call.method}${placeOf(call)}`;
}

/** `point/key (plugin P) answered METHOD on cluster C with ANSWER: reason` */
export function badAnswer(call: PluginCall, answer: string, reason: string): string {
  return `${contributionOf(call)} (plugin ${call.plugin}) answered ${call.method}${placeOf(call)} with ${answer}: ${reason}`;
}
