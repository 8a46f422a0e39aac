import { badRequest } from "../errors/status-error.ts";

/** Where a chunked list goes on. */
export interface ContinueToken {
  /** Of the first chunk; negative: whatever is the latest. */
  readonly revision: number;
  /** The last object that was sent. */
  readonly after: string;
}

export function encodeContinue({ revision, after }: ContinueToken): string {
  return btoa(JSON.stringify({ v: "meta.k8s.io/v1", rv: revision, start: after })).replaceAll("=", "");
}

export function decodeContinue(text: string): ContinueToken {
  try {
    const { v, rv, start } = JSON.parse(atob(text)) as Record<string, unknown>;
    if (v === "meta.k8s.io/v1" && typeof rv === "number" && typeof start === "string")
      return { revision: rv, after: start };
  } catch {
    // Neither base64 nor JSON: the same refusal.
  }
  throw badRequest("continue key is not valid: illegal continue token");
}
