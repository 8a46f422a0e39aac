import { canonicalJson } from "./canonical-json.ts";

const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** FNV-1a, 64 bits, of the value's canonical JSON: 16 hexadecimal digits. Tells contents apart; no protection against forgery. */
export function contentHash(value: unknown): string {
  let hash = offsetBasis;
  for (const byte of new TextEncoder().encode(canonicalJson(value)))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  return hash.toString(16).padStart(16, "0");
}
