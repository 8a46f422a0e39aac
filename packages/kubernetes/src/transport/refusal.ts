import { ApiError, type Status } from "@bellwether/core";

const reasons: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  410: "Expired",
  413: "RequestEntityTooLarge",
  415: "UnsupportedMediaType",
  422: "Invalid",
  429: "TooManyRequests",
  503: "ServiceUnavailable",
  504: "Timeout",
};

/** The error of an answer, which may be a Status, plain text, or a proxy's page. */
export function refusal(code: number, body: string, retryAfter: string | undefined): ApiError {
  const status = statusIn(body) ?? { message: shortened(body) || `the API server answered ${code}` };
  const details = withRetryAfter(status.details, Number(retryAfter));
  return new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    reason: reasons[code] ?? "",
    ...status,
    ...(details === undefined ? {} : { details }),
    code,
  });
}

function withRetryAfter(details: Status["details"], seconds: number): Status["details"] {
  if (details?.retryAfterSeconds !== undefined || !(seconds >= 0)) return details;
  return { ...details, retryAfterSeconds: seconds };
}

function statusIn(body: string): Partial<Status> | undefined {
  try {
    const parsed = JSON.parse(body) as Partial<Status> | null;
    return parsed?.kind === "Status" ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function shortened(text: string): string {
  const line = text.trim().split("\n", 1)[0] ?? "";
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
