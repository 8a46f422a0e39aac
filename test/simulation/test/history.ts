import type { KubeObject, ResourceType } from "@bellwether/core";
import type { Invariant } from "../src/invariants/invariant.ts";
import type { Entry, Evidence, Write } from "../src/world/entry.ts";
import { objectId } from "../src/world/resources.ts";
import { ObservedWorld } from "../src/world/world.ts";

type Change = Partial<Pick<Write, "verb" | "evidence" | "deletesUid" | "time">>;

/** A history made by hand, with a judge that looks at it after its last entry. */
export class History {
  readonly log: Entry[] = [];
  readonly world: ObservedWorld = new ObservedWorld();
  readonly #objects = new Map<string, KubeObject>();

  /** Somebody makes the object be like this; undefined removes it. */
  write(actor: string, type: ResourceType, name: string, object: object | undefined, change: Change = {}): this {
    const key = { namespace: "default", name };
    const id = objectId(type, key);
    const before = this.#objects.get(id);
    const after = object === undefined ? undefined : this.#complete(type, name, object, before);
    if (after === undefined) this.#objects.delete(id);
    else this.#objects.set(id, after);
    const write: Write = {
      entry: "write",
      actor,
      fieldManager: actor,
      revision: this.log.length + 1,
      time: this.log.length,
      verb: after === undefined ? "delete" : before === undefined ? "create" : "patch",
      type,
      key,
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      ...change,
    };
    this.world.apply(write);
    this.log.push(write);
    return this;
  }

  add(entry: Entry): this {
    this.log.push(entry);
    return this;
  }

  /** What a host sees that is up to date. */
  evidence(): Evidence {
    return { seen: new Map(this.#objects), written: new Map() };
  }

  verdict({ check }: Invariant): string | undefined {
    return check(this.world, this.log);
  }

  #complete(type: ResourceType, name: string, object: object, before: KubeObject | undefined): KubeObject {
    const { metadata, ...fields } = object as Partial<KubeObject>;
    const generation = (before?.metadata.generation ?? 0) + 1;
    return {
      apiVersion: type.group === "" ? type.version : `${type.group}/${type.version}`,
      kind: type.kind,
      metadata: {
        name,
        namespace: "default",
        uid: before?.metadata.uid ?? `uid-${this.log.length}`,
        resourceVersion: String(this.log.length + 1),
        generation,
        ...metadata,
      },
      ...fields,
    };
  }
}
