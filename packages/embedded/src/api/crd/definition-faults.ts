import { duplicate, invalid, notSupported, required, type FieldError } from "../errors/field-error.ts";
import { deepEqual } from "../json/deep-equal.ts";
import { dns1035Label, dnsSubdomain } from "../kinds/names.ts";
import type { CustomResourceDefinition, CustomResourceVersion } from "./custom-resource-definition.ts";
import { structuralFaults } from "./structural-faults.ts";

/** What is wrong with a CRD, in the API server's words. */
export function definitionFaults(
  definition: CustomResourceDefinition,
  before: CustomResourceDefinition | undefined,
): FieldError[] {
  const { metadata, spec } = definition;
  const errors: FieldError[] = [];
  const { group, names, versions, scope } = spec;
  const expected = `${names.plural}.${group}`;
  if (metadata.name !== expected)
    errors.push(invalid("metadata.name", metadata.name, 'must be spec.names.plural+"."+spec.group'));
  if (group === "") errors.push(required("spec.group"));
  else for (const fault of dnsSubdomain(group)) errors.push(invalid("spec.group", group, fault));
  if (scope !== "Namespaced" && scope !== "Cluster")
    errors.push(notSupported("spec.scope", scope, ["Cluster", "Namespaced"]));
  for (const [field, value] of [
    ["plural", names.plural],
    ["singular", names.singular],
    ["kind", names.kind],
    ["listKind", names.listKind],
  ] as const) {
    if (value === undefined || value === "") errors.push(required(`spec.names.${field}`));
    else
      for (const fault of dns1035Label(value.toLowerCase())) errors.push(invalid(`spec.names.${field}`, value, fault));
  }
  if (names.kind !== "" && names.kind === names.listKind)
    errors.push(invalid("spec.names.listKind", names.listKind, "kind and listKind may not be the same"));
  errors.push(...versionFaults(versions));
  if (before !== undefined) errors.push(...changeFaults(definition, before));
  return errors;
}

function versionFaults(versions: readonly CustomResourceVersion[]): FieldError[] {
  const errors: FieldError[] = [];
  const storage = versions.filter((version) => version.storage);
  if (storage.length !== 1)
    errors.push(
      invalid(
        "spec.versions",
        versions.map(({ name }) => name),
        "must have exactly one version marked as storage version",
      ),
    );
  const seen = new Set<string>();
  // One schema for all versions is checked, and named, as the schema of the whole.
  const common = versions.every((version) => deepEqual(version.schema, versions[0]?.schema));
  for (const [i, version] of versions.entries()) {
    const path = `spec.versions[${i}]`;
    for (const fault of dns1035Label(version.name)) errors.push(invalid(`${path}.name`, version.name, fault));
    if (seen.has(version.name)) errors.push(duplicate(`${path}.name`, version.name));
    seen.add(version.name);
    const schema = version.schema?.openAPIV3Schema;
    if (schema === undefined) errors.push(required(`${path}.schema.openAPIV3Schema`, "schemas are required"));
    else if (!common || i === 0)
      errors.push(
        ...structuralFaults(schema, common ? "spec.validation.openAPIV3Schema" : `${path}.schema.openAPIV3Schema`),
      );
    const scale = version.subresources?.scale;
    if (scale !== undefined && !scale.specReplicasPath.startsWith(".spec.")) {
      errors.push(
        invalid(
          `${path}.subresources.scale.specReplicasPath`,
          scale.specReplicasPath,
          "should be a json path under .spec",
        ),
      );
    }
    if (scale !== undefined && !scale.statusReplicasPath.startsWith(".status.")) {
      errors.push(
        invalid(
          `${path}.subresources.scale.statusReplicasPath`,
          scale.statusReplicasPath,
          "should be a json path under .status",
        ),
      );
    }
  }
  return errors;
}

function changeFaults(after: CustomResourceDefinition, before: CustomResourceDefinition): FieldError[] {
  const errors: FieldError[] = [];
  const fixed = [
    ["spec.group", after.spec.group, before.spec.group],
    ["spec.scope", after.spec.scope, before.spec.scope],
    ["spec.names.kind", after.spec.names.kind, before.spec.names.kind],
    ["spec.names.plural", after.spec.names.plural, before.spec.names.plural],
  ] as const;
  for (const [field, value, old] of fixed) if (value !== old) errors.push(invalid(field, value, "field is immutable"));
  const { storedVersions = [] } = before["status"] as { storedVersions?: readonly string[] };
  for (const [i, version] of storedVersions.entries()) {
    if (!after.spec.versions.some(({ name }) => name === version)) {
      errors.push(
        invalid(
          `status.storedVersions[${i}]`,
          version,
          `missing from spec.versions; ${version} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${version} and removes ${version} from status.storedVersions`,
        ),
      );
    }
  }
  return errors;
}
