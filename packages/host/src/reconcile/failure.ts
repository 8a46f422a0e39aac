import {
  ApiError,
  ApiUnreachable,
  isConflict,
  type Refusal,
  refusal,
  refusalOf,
  RolloutError,
  StaleRead,
} from "@bellwether/core";

/** What a failed step of a pass means for the rollout. */
export type Failure =
  /** Our own last write has not come back yet; the change that brings it wakes us. */
  | { readonly kind: "stale" }
  /** Somebody was faster, or the answer may be another one next time: look again. */
  | { readonly kind: "again"; readonly refusal: Refusal }
  /** The whole cluster does not answer, or asks for patience. */
  | { readonly kind: "cluster"; readonly message: string; readonly retryAfterMs: number | undefined }
  /** Something stands in the way of this rollout only. */
  | { readonly kind: "obstacle"; readonly refusal: Refusal };

export function failureOf(error: unknown): Failure {
  if (error instanceof StaleRead) return { kind: "stale" };
  if (error instanceof ApiUnreachable) return { kind: "cluster", message: error.message, retryAfterMs: undefined };
  if (error instanceof ApiError) return failureOfAnswer(error);
  if (error instanceof RolloutError) return { kind: "obstacle", refusal: refusalOf(error) };
  const message = error instanceof Error ? error.message : String(error);
  return { kind: "obstacle", refusal: refusal("INTERNAL_UNEXPECTED", `this is a bug in Bellwether: ${message}`) };
}

function failureOfAnswer(error: ApiError): Failure {
  const { details } = error.status;
  if ([401, 429, 502, 503, 504].includes(error.code)) {
    const seconds = details?.retryAfterSeconds;
    return {
      kind: "cluster",
      message: error.message,
      retryAfterMs: seconds === undefined ? undefined : seconds * 1000,
    };
  }
  const owned = details?.causes?.some(({ reason }) => reason === "FieldManagerConflict") ?? false;
  if (owned) return { kind: "obstacle", refusal: refusal("APPLY_CONFLICT", error.message) };
  if (isConflict(error)) return { kind: "again", refusal: refusal("WRITE_CONFLICT", error.message) };
  if (error.code === 404 || error.code === 500)
    return { kind: "again", refusal: refusal("WRITE_REFUSED", error.message) };
  return { kind: "obstacle", refusal: refusal("PLUGIN_CALL_FAILED", error.message) };
}
