import {
  type KubeObject,
  type ObservedRollout,
  type ObservedWorkload,
  type Plan,
  RolloutError,
  type SideFacts,
} from "@bellwether/core";
import { badAnswer, type PluginCall } from "./plugin-call.ts";

/** Throws PLUGIN_BAD_ANSWER for the first thing that an answer's contract does not allow. */
type Check<T> = (call: PluginCall, answer: T) => void;

const remedy = "return what the contract asks for; text is never parsed";

function refuse(call: PluginCall, path: string, value: unknown, rule: string): never {
  const shown = JSON.stringify({ [path]: value }) ?? path;
  throw new RolloutError("PLUGIN_BAD_ANSWER", badAnswer(call, shown, `${path} must be ${rule}`), { remedy });
}

function count(call: PluginCall, path: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0) refuse(call, path, value, "a whole number, 0 or more");
}

function flag(call: PluginCall, path: string, value: unknown): void {
  if (typeof value !== "boolean") refuse(call, path, value, "true or false");
}

function text(call: PluginCall, path: string, value: unknown): void {
  if (typeof value !== "string") refuse(call, path, value, "a text");
}

function list(call: PluginCall, path: string, value: unknown): void {
  if (!Array.isArray(value)) refuse(call, path, value, "a list");
}

function record(call: PluginCall, path: string, value: unknown): void {
  if (typeof value !== "object" || value === null) refuse(call, path, value, "an object");
}

export const checkManifest: Check<KubeObject> = (call, answer) => {
  record(call, "answer", answer);
  record(call, "metadata", answer.metadata);
  text(call, "metadata.name", answer.metadata.name);
};

function checkSide(call: PluginCall, side: string, facts: SideFacts): void {
  record(call, side, facts);
  for (const number of ["asked", "existing", "ready"] as const) count(call, `${side}.${number}`, facts[number]);
  for (const fact of ["exists", "observed"] as const) flag(call, `${side}.${fact}`, facts[fact]);
}

export const checkWorkload: Check<ObservedWorkload> = (call, answer) => {
  record(call, "answer", answer);
  for (const side of ["target", "source"] as const) checkSide(call, side, answer[side]);
  if (answer.abandoned !== undefined) checkSide(call, "abandoned", answer.abandoned);
  count(call, "size", answer.size);
  flag(call, "settled", answer.settled);
  flag(call, "claimed", answer.claimed);
  if (answer.released !== undefined) flag(call, "released", answer.released);
  list(call, "refs", answer.refs);
  list(call, "problems", answer.problems);
};

const orders: readonly string[] = ["Run", "Hold", "Abort", "Rollback"];

export const checkRollout: Check<ObservedRollout | undefined> = (call, answer) => {
  if (answer === undefined) return;
  record(call, "answer", answer);
  record(call, "object", answer.object);
  record(call, "plan", answer.plan);
  record(call, "located", answer.located);
  for (const name of ["target", "source"] as const) {
    text(call, name, answer[name]);
    flag(call, `located.${name}`, answer.located[name]);
  }
  for (const fact of ["deleted", "finalizer", "collected"] as const) flag(call, fact, answer[fact]);
  count(call, "renderedReplicas", answer.renderedReplicas);
  list(call, "refusals", answer.refusals);
  if (!orders.includes(answer.desired)) refuse(call, "desired", answer.desired, `one of ${orders.join(", ")}`);
};

export const checkPlan: Check<Plan> = (call, answer) => {
  record(call, "answer", answer);
  if ("refusals" in answer) return list(call, "refusals", answer.refusals);
  list(call, "steps", answer.steps);
  answer.steps.forEach((step, index) => {
    for (const number of ["index", "pods", "extra", "maxUnavailable", "deadlineSeconds"] as const) {
      count(call, `steps[${index}].${number}`, step[number]);
    }
  });
};
