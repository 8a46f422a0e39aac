import { invalid, notSupported, required, type FieldError } from "../errors/field-error.ts";
import type { JsonObject } from "../json/json-object.ts";
import { at, objects, portNumber, type Validation } from "./field-path.ts";
import { podValidations } from "./pod-validations.ts";
import { workloadValidations } from "./workload-validations.ts";

function serviceSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  const ports = objects(spec["ports"]);
  if (ports.length === 0 && spec["clusterIP"] !== "None" && spec["type"] !== "ExternalName")
    errors.push(required(at(path, "ports")));
  for (const [i, { name = "" }] of ports.entries())
    if (ports.length > 1 && name === "") errors.push(required(`${at(path, "ports")}[${i}].name`));
  const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
  if (!types.includes(spec["type"] as string)) errors.push(notSupported(at(path, "type"), spec["type"], types));
}

function leaseSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  const { leaseDurationSeconds: duration } = spec;
  if (typeof duration === "number" && duration <= 0)
    errors.push(invalid(at(path, "leaseDurationSeconds"), duration, "must be greater than 0"));
}

function dataKeys(value: JsonObject, path: string, errors: FieldError[]): void {
  for (const key of Object.keys(value["data"] ?? {})) {
    if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
      errors.push(
        invalid(
          `${at(path, "data")}[${key}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
      );
    }
  }
}

const core = "io.k8s.api.core.v1.";

/** Checks of built-in definitions that no schema holds, in the API server's words. */
export const builtInValidations: ReadonlyMap<string, Validation> = new Map<string, Validation>([
  ...workloadValidations,
  ...podValidations,
  [`${core}ServiceSpec`, serviceSpec],
  [`${core}ServicePort`, (value, path, errors) => portNumber(value["port"], at(path, "port"), errors)],
  [`${core}ConfigMap`, dataKeys],
  [`${core}Secret`, dataKeys],
  ["io.k8s.api.coordination.v1.LeaseSpec", leaseSpec],
]);
