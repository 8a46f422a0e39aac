import { refusal } from "../errors/rollout-error.ts";
import type { Refusal } from "../errors/refusal.ts";
import type { RolloutPlan } from "./plan.ts";

const planFields: readonly string[] = [
  "rolloutStrategy",
  "targetSize",
  "numBatches",
  "rolloutBatches",
  "batchPartition",
  "paused",
  "onFailure",
];

const batchFields: readonly string[] = ["name", "replicas", "maxUnavailable"];

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);

function unserved(owner: Readonly<Record<string, unknown>>, served: readonly string[], path: string): Refusal[] {
  return Object.keys(owner)
    .filter((field) => !served.includes(field) && !isEmpty(owner[field]))
    .map((field) =>
      refusal("PLAN_FIELD_NOT_SERVED", `${path}.${field} is not served by this version`, {
        field: `${path}.${field}`,
        remedy: `leave ${field} out: nothing would act on it yet`,
      }),
    );
}

/** Fields of a plan that this version would ignore, each refused instead. `path` is where the plan stands in its object. */
export function unservedFields(plan: RolloutPlan, path: string): readonly Refusal[] {
  return [
    ...unserved(plan, planFields, path),
    ...(plan.rolloutBatches ?? []).flatMap((batch, index) =>
      unserved(batch, batchFields, `${path}.rolloutBatches[${index}]`),
    ),
  ];
}
