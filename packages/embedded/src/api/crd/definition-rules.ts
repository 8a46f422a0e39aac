import type { FieldError } from "../errors/field-error.ts";
import { deepEqual } from "../json/deep-equal.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { KindRules } from "../kinds/kind-rules.ts";
import { dnsSubdomain } from "../kinds/names.ts";
import type { CustomResourceDefinition } from "./custom-resource-definition.ts";
import { definitionFaults } from "./definition-faults.ts";

/** Holds a CRD back until its objects are gone. */
export const cleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

/** A new CRD is established at once; its stored versions are those that ever were the storage version. */
export const definitionRules: Omit<KindRules, "definitions"> = {
  checkName: dnsSubdomain,
  unconditionalUpdate: false,
  statusApart: true,
  statusAtCreation: false,
  generationCounts: (before, after) => !deepEqual(before["spec"], after["spec"]),
  prepareCreate(draft, { now }) {
    const metadata = draft["metadata"] as { finalizers?: readonly string[] };
    const finalizers = [...new Set([...(metadata.finalizers ?? []), cleanupFinalizer])];
    draft["metadata"] = { ...metadata, finalizers: Object.freeze(finalizers) };
    draft["status"] = status(
      draft,
      [],
      [
        condition("NamesAccepted", "NoConflicts", "no conflicts found", now),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted", now),
      ],
    );
  },
  prepareUpdate(draft, before) {
    if (draft["spec"] === before["spec"]) return;
    const { storedVersions = [], conditions = [] } = before["status"] as {
      storedVersions?: readonly string[];
      conditions?: readonly object[];
    };
    draft["status"] = status(draft, storedVersions, conditions);
  },
  validate: (object, before) =>
    faultsOf(object as CustomResourceDefinition, before as CustomResourceDefinition | undefined),
};

const sound = new WeakSet<object>();

/** A stored spec that was found sound is not gone through again, also not in another cluster. */
function faultsOf(
  definition: CustomResourceDefinition,
  before: CustomResourceDefinition | undefined,
): readonly FieldError[] {
  const { spec } = definition;
  const named = definition.metadata.name === `${spec.names.plural}.${spec.group}`;
  if (before === undefined ? named && sound.has(spec) : spec === before.spec) return [];
  const errors = definitionFaults(definition, before);
  if (errors.length === 0 && Object.isFrozen(spec)) sound.add(spec);
  return errors;
}

function status(draft: JsonObject, stored: readonly string[], conditions: readonly object[]): JsonObject {
  const { spec } = draft as unknown as CustomResourceDefinition;
  const storage = spec.versions.find((version) => version.storage)?.name;
  return {
    conditions,
    acceptedNames: spec.names,
    storedVersions: [...new Set([...stored, ...(storage === undefined ? [] : [storage])])],
  };
}

function condition(type: string, reason: string, message: string, lastTransitionTime: string): object {
  return { lastTransitionTime, message, reason, status: "True", type };
}
