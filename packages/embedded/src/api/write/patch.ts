import type { KubeObject, Patch } from "@bellwether/core";
import { badRequest, statusError, unsupportedMediaType } from "../errors/status-error.ts";
import { isObject, snapshot, type JsonObject } from "../json/json-object.ts";
import { JsonPatchFault, jsonPatch } from "../patch/json-patch.ts";
import { mergePatch } from "../patch/merge-patch.ts";
import { strategicMergePatch } from "../patch/strategic-merge-patch.ts";
import type { SchemaNode } from "../schema/schema-node.ts";

/** The object that the patch asks for. `node` is undefined where strategic merge has no types to follow. */
export function patched(object: KubeObject, patch: Patch, node: SchemaNode | undefined): JsonObject {
  const result = applyPatch(object, patch, node);
  if (!isObject(result)) throw badRequest("the patch does not lead to an object");
  return result;
}

function applyPatch(object: KubeObject, patch: Patch, node: SchemaNode | undefined): unknown {
  if (patch.type === "merge") return mergePatch(object, snapshot(patch.body));
  if (patch.type === "strategic") {
    if (node !== undefined) return strategicMergePatch(node, object, snapshot(patch.body));
    const accepted = ["application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml"];
    throw unsupportedMediaType(
      `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
    );
  }
  try {
    return jsonPatch(object, patch.body as Extract<Patch, { type: "json" }>["body"]);
  } catch (error) {
    if (error instanceof JsonPatchFault)
      throw statusError(422, "Invalid", "the server rejected our request due to an error in our request", {});
    throw error;
  }
}
