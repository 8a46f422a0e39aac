import { apiVersionOf } from "@bellwether/core";
import type { Writer } from "../fields/managers.ts";
import type { WriteRequest } from "../requests.ts";
import type { ServedType } from "../types/served-type.ts";

/** Whom `managedFields` names for a request. */
export function writerOf(
  type: ServedType,
  { fieldManager = "unknown", subresource = "" }: WriteRequest,
  operation: Writer["operation"],
): Writer {
  return { manager: fieldManager, operation, apiVersion: apiVersionOf(type), subresource };
}
