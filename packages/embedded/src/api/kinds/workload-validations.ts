import { invalid, notSupported, required, type FieldError } from "../errors/field-error.ts";
import { isObject, type JsonObject } from "../json/json-object.ts";
import { selects } from "../select/object-label-selector.ts";
import type { Labels } from "../select/label-selector.ts";
import { labelFaults } from "./label-faults.ts";
import { at, type Validation } from "./field-path.ts";

function nonNegative(value: JsonObject, fields: readonly string[], path: string, errors: FieldError[]): void {
  for (const field of fields) {
    const number = value[field];
    if (typeof number === "number" && number < 0)
      errors.push(invalid(at(path, field), number, "must be greater than or equal to 0"));
  }
}

/** Selector and template of a workload fit each other. */
function selectorAndTemplate(spec: JsonObject, path: string, errors: FieldError[], kind = "deployment"): void {
  const { selector } = spec;
  if (!isObject(selector)) errors.push(required(at(path, "selector")));
  else if (Object.keys(selector).length === 0)
    errors.push(invalid(at(path, "selector"), {}, `empty selector is invalid for ${kind}`));
  const labels = templateLabels(spec["template"]);
  labelFaults(labels, at(path, "template.labels"), errors);
  if (isObject(selector) && !selects(selector, labels)) {
    errors.push(invalid(at(path, "template.metadata.labels"), labels, "`selector` does not match template `labels`"));
  }
}

function templateLabels(template: unknown): Labels {
  const metadata = isObject(template) ? template["metadata"] : undefined;
  return isObject(metadata) ? ((metadata["labels"] ?? {}) as Labels) : {};
}

/** Workloads restart their pods for ever. */
function alwaysRestarts(spec: JsonObject, path: string, errors: FieldError[]): void {
  const template = isObject(spec["template"]) ? spec["template"]["spec"] : undefined;
  const policy = isObject(template) ? template["restartPolicy"] : undefined;
  if (policy !== undefined && policy !== "Always")
    errors.push(notSupported(at(path, "template.spec.restartPolicy"), policy, ["Always"]));
}

function deploymentSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  nonNegative(spec, ["replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds"], path, errors);
  selectorAndTemplate(spec, path, errors);
  alwaysRestarts(spec, path, errors);
  const { minReadySeconds = 0, progressDeadlineSeconds } = spec as {
    minReadySeconds?: number;
    progressDeadlineSeconds?: number;
  };
  if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds) {
    errors.push(
      invalid(at(path, "progressDeadlineSeconds"), progressDeadlineSeconds, "must be greater than minReadySeconds"),
    );
  }
  const { type, rollingUpdate } = (spec["strategy"] ?? {}) as { type?: string; rollingUpdate?: JsonObject };
  if (type === "Recreate" && rollingUpdate !== undefined) {
    errors.push({
      field: at(path, "strategy.rollingUpdate"),
      reason: "FieldValueForbidden",
      detail: "may not be specified when strategy `type` is 'Recreate'",
    });
  } else if (type === "RollingUpdate")
    surgeAndUnavailable(rollingUpdate ?? {}, at(path, "strategy.rollingUpdate"), errors);
  else if (type !== "Recreate")
    errors.push(notSupported(at(path, "strategy.type"), type, ["Recreate", "RollingUpdate"]));
}

function surgeAndUnavailable({ maxSurge, maxUnavailable }: JsonObject, path: string, errors: FieldError[]): void {
  for (const [field, value] of [
    ["maxUnavailable", maxUnavailable],
    ["maxSurge", maxSurge],
  ] as const)
    countOrPercent(value, at(path, field), errors);
  if (isZero(maxSurge) && isZero(maxUnavailable))
    errors.push(invalid(at(path, "maxUnavailable"), maxUnavailable, "may not be 0 when `maxSurge` is 0"));
  if (typeof maxUnavailable === "string" && Number.parseInt(maxUnavailable, 10) > 100)
    errors.push(invalid(at(path, "maxUnavailable"), maxUnavailable, "must not be greater than 100%"));
}

function countOrPercent(value: unknown, field: string, errors: FieldError[]): void {
  if (typeof value === "number" && value < 0) errors.push(invalid(field, value, "must be greater than or equal to 0"));
  if (typeof value === "string" && !/^[0-9]+%$/.test(value)) {
    errors.push(
      invalid(
        field,
        value,
        "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
      ),
    );
  }
}

function isZero(value: unknown): boolean {
  return value === 0 || (typeof value === "string" && Number.parseInt(value, 10) === 0);
}

function statefulSetSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  nonNegative(spec, ["replicas", "minReadySeconds", "revisionHistoryLimit"], path, errors);
  selectorAndTemplate(spec, path, errors, "statefulset");
  alwaysRestarts(spec, path, errors);
  const strategy = (spec["updateStrategy"] ?? {}) as { rollingUpdate?: JsonObject };
  const rollingUpdate = strategy.rollingUpdate ?? {};
  nonNegative(rollingUpdate, ["partition"], at(path, "updateStrategy.rollingUpdate"), errors);
  const { maxUnavailable } = rollingUpdate;
  if (maxUnavailable === undefined) return;
  countOrPercent(maxUnavailable, at(path, "updateStrategy.rollingUpdate.maxUnavailable"), errors);
  if (isZero(maxUnavailable))
    errors.push(invalid(at(path, "updateStrategy.rollingUpdate.maxUnavailable"), maxUnavailable, "cannot be 0"));
}

function replicaSetSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  nonNegative(spec, ["replicas", "minReadySeconds"], path, errors);
  selectorAndTemplate(spec, path, errors);
  alwaysRestarts(spec, path, errors);
}

function daemonSetSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  nonNegative(spec, ["minReadySeconds", "revisionHistoryLimit"], path, errors);
  selectorAndTemplate(spec, path, errors, "daemonset");
  alwaysRestarts(spec, path, errors);
}

const apps = "io.k8s.api.apps.v1.";

export const workloadValidations: readonly (readonly [string, Validation])[] = [
  [`${apps}DeploymentSpec`, deploymentSpec],
  [`${apps}ReplicaSetSpec`, replicaSetSpec],
  [`${apps}DaemonSetSpec`, daemonSetSpec],
  [`${apps}StatefulSetSpec`, statefulSetSpec],
];
