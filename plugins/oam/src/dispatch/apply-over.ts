import {
  ApiError,
  keyOf,
  keyText,
  RolloutError,
  type KubeClient,
  type KubeObject,
  type ResourceType,
} from "@bellwether/core";
import { manifestManager } from "../kinds/keys.ts";

/** How the names of our own field managers begin, such as that of the hold of a former rollout. */
export const ownManagers: string = "bellwether";

/** How those of edits by people begin. What `kubectl apply --server-side` declares is of another one, and stays. */
export const editManagers: string = "kubectl-";

/**
 * Applies a manifest; takes over fields from field managers whose names begin with one of these. Throws
 * `RolloutError` APPLY_CONFLICT, and writes nothing, while any other one owns a field that the manifest changes.
 */
export async function applyOver(
  client: KubeClient,
  type: ResourceType,
  object: KubeObject,
  managers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.apply(type, object, { fieldManager: manifestManager, signal });
  } catch (error) {
    const conflicts = fieldConflicts(error);
    if (conflicts.length === 0) throw error;
    const foreign = conflicts.filter(
      (message) => !managers.some((start) => message.startsWith(`conflict with "${start}`)),
    );
    if (foreign.length > 0) {
      throw new RolloutError("APPLY_CONFLICT", `${object.kind} ${keyText(keyOf(object))}: ${foreign.join("; ")}.`, {
        cause: error,
      });
    }
    await client.apply(type, object, { fieldManager: manifestManager, force: true, signal });
  }
}

function fieldConflicts(error: unknown): readonly string[] {
  if (!(error instanceof ApiError) || error.code !== 409) return [];
  return (error.status.details?.causes ?? [])
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map(({ message = "", field = "" }) => `${message}: ${field}`);
}
