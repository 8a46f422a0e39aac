import { apiVersionOf } from "@bellwether/core";
import type { ServedType } from "./served-type.ts";

/** What one cluster serves: the built-in types and those of its established CRDs. */
export class TypeRegistry {
  readonly #builtIns: readonly ServedType[];
  #custom: readonly ServedType[] = [];
  #byPlural = new Map<string, ServedType>();
  #byKind = new Map<string, ServedType>();

  constructor(builtIns: readonly ServedType[]) {
    this.#builtIns = builtIns;
    this.#index();
  }

  list(): readonly ServedType[] {
    return [...this.#builtIns, ...this.#custom];
  }

  find(group: string, version: string, plural: string): ServedType | undefined {
    return this.#byPlural.get(`${group}/${version}/${plural}`);
  }

  ofKind(apiVersion: string, kind: string): ServedType | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** All custom types of one group and plural, in place of those that it had. */
  replace(group: string, plural: string, types: readonly ServedType[]): void {
    this.#custom = [...this.#custom.filter((type) => type.group !== group || type.plural !== plural), ...types];
    this.#index();
  }

  #index(): void {
    const all = this.list();
    this.#byPlural = new Map(all.map((type) => [`${type.group}/${type.version}/${type.plural}`, type]));
    this.#byKind = new Map(all.map((type) => [`${apiVersionOf(type)}/${type.kind}`, type]));
  }
}
