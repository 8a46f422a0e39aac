import { keyOf } from "@bellwether/core";
import { builtInTypes } from "../types/built-in-types.ts";
import type { ServedType } from "../types/served-type.ts";
import type { Change } from "../store/change.ts";
import type { Cluster } from "../write/cluster.ts";
import { deleteObject } from "../write/delete.ts";
import { replaceObject } from "../write/replace.ts";
import { kindRules } from "../kinds/rules-of-type.ts";
import type { CustomResourceDefinition } from "./custom-resource-definition.ts";
import { cleanupFinalizer } from "./definition-rules.ts";
import { servedTypesOf } from "./served-types.ts";

const fieldManager = "kube-apiserver";

function definitionType(): ServedType {
  const type = builtInTypes.find(({ kind }) => kind === "CustomResourceDefinition");
  if (type === undefined) throw new Error("The type of CRDs is not built in.");
  return type;
}

/** Keeps the served types equal to the stored CRDs, and removes the objects of a CRD before the CRD itself. */
export class CrdLifecycle {
  readonly #cluster: Cluster;
  readonly #type: ServedType = definitionType();
  readonly #cleanups = new Map<string, Disposable>();

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  start(): void {
    this.#cluster.store.collection(this.#type).subscribe((change) => this.#changed(change));
  }

  #changed({ type, object, previous }: Change): void {
    const definition = object as CustomResourceDefinition;
    const { group, names } = definition.spec;
    if (type === "DELETED") this.#cluster.types.replace(group, names.plural, []);
    else if (object["spec"] !== previous?.["spec"])
      this.#cluster.types.replace(group, names.plural, servedTypesOf(definition));
    const dying = type !== "DELETED" && object.metadata.deletionTimestamp !== undefined;
    if (dying && !this.#cleanups.has(names.plural + group)) this.#removeInstances(definition);
  }

  #removeInstances(definition: CustomResourceDefinition): void {
    const [type] = servedTypesOf(definition);
    if (type === undefined) return this.#release(definition);
    const id = definition.spec.names.plural + definition.spec.group;
    const collection = this.#cluster.store.collection(type);
    const releaseWhenEmpty = (): void => {
      if (collection.objects.size > 0) return;
      this.#cleanups.get(id)?.[Symbol.dispose]();
      this.#cleanups.delete(id);
      this.#release(definition);
    };
    this.#cleanups.set(id, collection.subscribe(releaseWhenEmpty));
    for (const object of collection.objects.list()) deleteObject(this.#cluster, type, keyOf(object), object, {});
    releaseWhenEmpty();
  }

  #release(definition: CustomResourceDefinition): void {
    const key = keyOf(definition);
    const before = this.#cluster.store.collection(this.#type).objects.get(key);
    if (before === undefined) return;
    const finalizers = (before.metadata.finalizers ?? []).filter((name) => name !== cleanupFinalizer);
    const candidate = { ...before, metadata: { ...before.metadata, finalizers } };
    replaceObject(this.#cluster, {
      type: this.#type,
      rules: kindRules(this.#type),
      key,
      before,
      candidate,
      request: { fieldManager },
      verb: "update",
    });
  }
}
