import { duplicate, invalid, notSupported, required, type FieldError } from "../errors/field-error.ts";
import type { JsonObject } from "../json/json-object.ts";
import { at, objects, portNumber, type Validation } from "./field-path.ts";
import { dnsLabel } from "./names.ts";

function podSpec(spec: JsonObject, path: string, errors: FieldError[]): void {
  const containers = objects(spec["containers"]);
  if (containers.length === 0) errors.push(required(at(path, "containers")));
  const seen = new Set<unknown>();
  for (const [field, items] of [
    ["containers", containers],
    ["initContainers", objects(spec["initContainers"])],
  ] as const) {
    for (const [i, { name }] of items.entries()) {
      if (name !== "" && seen.has(name)) errors.push(duplicate(`${at(path, field)}[${i}].name`, name));
      seen.add(name);
    }
  }
  if (!["Always", "OnFailure", "Never"].includes(spec["restartPolicy"] as string)) {
    errors.push(notSupported(at(path, "restartPolicy"), spec["restartPolicy"], ["Always", "OnFailure", "Never"]));
  }
}

function container(value: JsonObject, path: string, errors: FieldError[]): void {
  const { name, image } = value as { name?: string; image?: string };
  if (name === undefined || name === "") errors.push(required(at(path, "name")));
  else for (const fault of dnsLabel(name)) errors.push(invalid(at(path, "name"), name, fault));
  if (image === undefined || image === "") errors.push(required(at(path, "image")));
}

function containerPort({ containerPort: port }: JsonObject, path: string, errors: FieldError[]): void {
  if (port === 0) errors.push(required(at(path, "containerPort")));
  else portNumber(port, at(path, "containerPort"), errors);
}

const core = "io.k8s.api.core.v1.";

export const podValidations: readonly (readonly [string, Validation])[] = [
  [`${core}PodSpec`, podSpec],
  [`${core}Container`, container],
  [`${core}ContainerPort`, containerPort],
];
