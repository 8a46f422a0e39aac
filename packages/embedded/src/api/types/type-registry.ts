import type { ServedType } from "./served-type.ts";

/** What one cluster serves: the built-in types and those of its established CRDs. */
export declare class TypeRegistry {
  list(): readonly ServedType[];
  find(group: string, version: string, plural: string): ServedType | undefined;
  ofKind(apiVersion: string, kind: string): ServedType | undefined;
}
