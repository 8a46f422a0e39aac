import {
  type KubeClient,
  type KubeObject,
  keyOf,
  keyText,
  type ObjectKey,
  resourceName,
  type ResourceType,
} from "@bellwether/core";
import { apiError } from "./scripted-client.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface TinyStore {
  readonly client: KubeClient;
  /** Called before each request of every client; may throw, or wait. */
  before: (verb: string, key: ObjectKey) => void | Promise<void>;
  readonly log: string[];
  peek(type: ResourceType, key: ObjectKey): KubeObject | undefined;
  remove(type: ResourceType, key: ObjectKey): void;
}

/** Objects with versions and preconditions, and nothing else of an API server. */
export function tinyStore(): TinyStore {
  const objects = new Map<string, KubeObject>();
  let version = 100;
  const id = (type: ResourceType, key: ObjectKey): string => `${resourceName(type)} ${keyText(key)}`;
  const store = (type: ResourceType, object: KubeObject, uid: string): KubeObject => {
    const stored = { ...object, metadata: { ...object.metadata, uid, resourceVersion: String(++version) } };
    objects.set(id(type, keyOf(object)), stored);
    return stored;
  };
  const demand = (
    type: ResourceType,
    key: ObjectKey,
    given: { uid?: string; resourceVersion?: string } = {},
  ): KubeObject => {
    const object = objects.get(id(type, key));
    if (object === undefined) throw apiError(404, "NotFound");
    const { uid, resourceVersion } = object.metadata;
    if ((given.uid ?? uid) !== uid || (given.resourceVersion ?? resourceVersion) !== resourceVersion) {
      throw apiError(409, "Conflict", "the object has been modified");
    }
    return object;
  };
  const admit = async (verb: string, type: ResourceType, key: ObjectKey): Promise<void> => {
    tiny.log.push(`${verb} ${id(type, key)}`);
    await tiny.before(verb, key);
  };
  const client = {
    async get(type, key) {
      await admit("get", type, key);
      return demand(type, key);
    },
    async create(type, object) {
      await admit("create", type, keyOf(object));
      if (objects.has(id(type, keyOf(object)))) throw apiError(409, "AlreadyExists");
      return store(type, object, `uid-${version}`);
    },
    async apply(type, object) {
      await admit("apply", type, keyOf(object));
      const known = objects.get(id(type, keyOf(object)));
      if (known !== undefined) demand(type, keyOf(object), object.metadata);
      return store(type, merged(known ?? {}, object) as KubeObject, known?.metadata.uid ?? `uid-${version}`);
    },
    async patch(type, key, patch) {
      await admit("patch", type, key);
      const { metadata } = patch.body as Partial<KubeObject>;
      const known = demand(type, key, metadata);
      return store(type, merged(known, patch.body as Fields) as KubeObject, known.metadata.uid ?? "");
    },
    async delete(type, key, options) {
      await admit("delete", type, key);
      demand(type, key, options);
      objects.delete(id(type, key));
    },
  } as Pick<KubeClient, "get" | "create" | "apply" | "patch" | "delete"> as KubeClient;
  const tiny: TinyStore = {
    client,
    before: () => {},
    log: [],
    peek: (type, key) => objects.get(id(type, key)),
    remove: (type, key) => void objects.delete(id(type, key)),
  };
  return tiny;
}

function merged(target: Fields, patch: Fields): Fields {
  const result: Record<string, unknown> = { ...target };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else if (typeof value === "object" && !Array.isArray(value))
      result[name] = merged((target[name] ?? {}) as Fields, value as Fields);
    else if (value !== undefined) result[name] = value;
  }
  return result;
}
