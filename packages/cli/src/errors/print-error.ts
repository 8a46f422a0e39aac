import { ApiError, ApiUnreachable, catalogue, RolloutError, type ErrorCode } from "@bellwether/core";
import type { OutputStream } from "../terminal/terminal.ts";

export interface ErrorStyle {
  readonly json: boolean;
  /** With the stack. */
  readonly verbose: boolean;
}

interface Shown {
  readonly code: ErrorCode;
  readonly message: string;
  readonly object: string | null;
  readonly field: string | null;
  readonly remedy: string;
  readonly causes: readonly string[];
}

function shown(error: unknown): Shown {
  if (error instanceof RolloutError) {
    const causes = error.cause instanceof AggregateError ? error.cause.errors.map(String) : [];
    return {
      code: error.code,
      message: error.message,
      object: error.place.object ?? null,
      field: error.place.field ?? null,
      remedy: error.remedy,
      causes,
    };
  }
  const plain = (code: ErrorCode, message: string): Shown => ({
    code,
    message,
    object: null,
    field: null,
    remedy: catalogue[code].fix,
    causes: [],
  });
  if (error instanceof ApiUnreachable) return plain("CLUSTER_UNREACHABLE", error.message);
  if (error instanceof ApiError) {
    if (error.code === 401 || error.code === 403) return plain("ACCESS_DENIED", error.message);
    return plain(error.code === 409 ? "APPLY_CONFLICT" : "INTERNAL_UNEXPECTED", error.message);
  }
  return plain("INTERNAL_UNEXPECTED", error instanceof Error ? error.message : String(error));
}

/** One error for people, or as one JSON object; always on the stream for talk. */
export function printError(stderr: OutputStream, error: unknown, { json, verbose }: ErrorStyle): void {
  const { code, message, object, field, remedy, causes } = shown(error);
  if (json) {
    const { why: reason } = catalogue[code];
    stderr.write(
      `${JSON.stringify({ apiVersion: "cli.bellwether.dev/v1", kind: "Error", code, message, object, field, reason, remedy, docs: `docs/errors.md#${code.toLowerCase()}` })}\n`,
    );
    return;
  }
  const place = object === null ? "" : `${object}: `;
  stderr.write(`error: ${place}${message} [${code}]\n`);
  for (const cause of causes) stderr.write(`  ${cause}\n`);
  stderr.write(`  why: ${catalogue[code].why}\n  fix: ${remedy}\n  more: bellwether explain ${code}\n`);
  if (verbose && error instanceof Error) stderr.write(`${error.stack ?? ""}\n`);
}

export function exitCodeOf(error: unknown): number {
  return catalogue[shown(error).code].exitCode;
}
