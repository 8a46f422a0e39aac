import { canonical } from "./canonical.ts";

/** The letters and digits of generated names: no vowels, nothing that reads like another. */
const safeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

/** FNV-1a of the template, in the safe alphabet; the collision count makes another one of the same template. */
export function templateHash(template: unknown, collisionCount?: number): string {
  let hash = 0x811c9dc5;
  const text = canonical(template) + (collisionCount ?? "");
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return [...String(hash >>> 0)].map((digit) => safeAlphabet[digit.charCodeAt(0) % safeAlphabet.length]).join("");
}

export function randomSuffix(random: () => number): string {
  return Array.from({ length: 5 }, () => safeAlphabet[Math.floor(random() * safeAlphabet.length)]).join("");
}
