/** The Status object with which an API server refuses a request. */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly retryAfterSeconds?: number;
  readonly causes?: readonly StatusCause[];
}

export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** An answer of the API server that is not a success. A request that got no answer throws `ApiUnreachable` instead. */
export class ApiError extends Error {
  override readonly name: string = "ApiError";
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? `${status.code} ${status.reason ?? ""}`);
    this.status = status;
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** No answer: refused, reset, timed out, aborted. Whether a write took effect is unknown. */
export class ApiUnreachable extends Error {
  override readonly name: string = "ApiUnreachable";
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

/** A stale precondition or an apply conflict: read again and decide again. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

/** The asked-for resourceVersion is gone: list again. */
export function isExpired(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 410 || error.reason === "Expired");
}
