import { catalogue, type ErrorCode } from "./catalogue.ts";
import type { Refusal } from "./refusal.ts";

export interface ErrorPlace {
  /** The object at fault, as `Kind namespace/name on cluster`. */
  readonly object?: string;
  /** Path of the field at fault. */
  readonly field?: string;
}

/** A failure that people can act on: a permanent code, what happened, and the remedy. */
export class RolloutError extends Error {
  override readonly name: string = "RolloutError";
  readonly code: ErrorCode;
  readonly place: ErrorPlace;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: ErrorPlace & { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.place = {
      ...(options.object === undefined ? {} : { object: options.object }),
      ...(options.field === undefined ? {} : { field: options.field }),
    };
    this.remedy = options.remedy ?? catalogue[code].fix;
  }
}

/** A bug of Bellwether, so that nobody blames a plugin or a cluster for it. */
export class InternalError extends RolloutError {
  constructor(message: string) {
    super("INTERNAL_UNEXPECTED", message);
  }
}

export function refusal(code: ErrorCode, message: string, options: { field?: string; remedy?: string } = {}): Refusal {
  return { code, message, field: options.field ?? "", remedy: options.remedy ?? catalogue[code].fix };
}

export function refusalOf(error: RolloutError): Refusal {
  return { code: error.code, message: error.message, field: error.place.field ?? "", remedy: error.remedy };
}
