import type { ApiError } from "@bellwether/core";
import { statusError, unsupportedMediaType } from "../api/errors/status-error.ts";

/** Refusals that belong to HTTP itself; those about objects come from the API server. */
export function unauthorized(): ApiError {
  return statusError(401, "Unauthorized", "Unauthorized");
}

export function notAcceptable(accepted: readonly string[]): ApiError {
  return statusError(406, "NotAcceptable", `only the following media types are accepted: ${accepted.join(", ")}`);
}

export function unknownFormat(accepted: readonly string[]): ApiError {
  const types = accepted.join(", ");
  return unsupportedMediaType(
    `the body of the request was in an unknown format - accepted media types include: ${types}`,
  );
}

export function tooLarge(limit: number): ApiError {
  return statusError(413, "RequestEntityTooLarge", `Request entity too large: limit is ${limit}`);
}

export function internalError(message: string): ApiError {
  return statusError(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });
}

const overload = {
  429: ["TooManyRequests", "Too many requests, please try again later."],
  500: ["InternalError", "Internal error occurred"],
  503: ["ServiceUnavailable", "the server is currently unable to handle the request"],
  504: ["Timeout", "the server was unable to return a response in the time allotted"],
} as const;

/** What a server in trouble answers. */
export function overloaded(code: keyof typeof overload, retryAfterSeconds?: number): ApiError {
  const [reason, message] = overload[code];
  return statusError(code, reason, message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}
