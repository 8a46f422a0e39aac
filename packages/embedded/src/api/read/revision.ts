import { badRequest } from "../errors/status-error.ts";

/** The revision that a request names. */
export function parseRevision(resourceVersion: string): number {
  if (/^\d+$/.test(resourceVersion)) return Number(resourceVersion);
  throw badRequest(
    `resourceVersion: Invalid value: ${JSON.stringify(resourceVersion)}: strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`,
  );
}
