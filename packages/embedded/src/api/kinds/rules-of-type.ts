import type { ServedType } from "../types/served-type.ts";
import { builtInKindRules } from "./built-in-kinds.ts";
import { customKindRules } from "./custom-kinds.ts";
import type { KindRules } from "./kind-rules.ts";

const rules = new WeakMap<ServedType, KindRules>();

export function kindRules(type: ServedType): KindRules {
  let found = rules.get(type);
  if (found === undefined) {
    found = type.builtIn ? builtInKindRules(type) : customKindRules(type);
    rules.set(type, found);
  }
  return found;
}
