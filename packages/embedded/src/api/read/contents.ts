import type { KubeObject, ObjectKey } from "@bellwether/core";
import type { Collection } from "../store/collection.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";

/** The objects of one type as they are right now, without a request. */
export interface Contents {
  get(key: ObjectKey): KubeObject | undefined;
  /** Ordered by namespace and name; of one namespace, or of all. */
  list(namespace?: string): readonly KubeObject[];
  /** Objects whose controller reference has the uid. */
  owned(uid: string): readonly KubeObject[];
}

export function contentsOf(type: ServedType, { objects }: Collection): Contents {
  const asServed = (list: readonly KubeObject[]): readonly KubeObject[] =>
    list.every((object) => viewAs(type, object) === object) ? list : list.map((object) => viewAs(type, object));
  return {
    get: (key) => {
      const object = objects.get(key);
      return object === undefined ? undefined : viewAs(type, object);
    },
    list: (namespace) => asServed(objects.list(namespace)),
    owned: (uid) => asServed(objects.owned(uid)),
  };
}
