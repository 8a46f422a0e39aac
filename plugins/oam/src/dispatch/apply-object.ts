import {
  ApiError,
  isNotFound,
  keyOf,
  keyText,
  RolloutError,
  type KubeClient,
  type KubeObject,
  type ObjectView,
} from "@bellwether/core";
import { manifestManager } from "../kinds/keys.ts";
import { desiredObject, liveObject, type Placement } from "./placement.ts";
import { ownerReferences, refuseForeign, type Dispatcher } from "./ownership.ts";

/** Applies one object over the one that was seen; a conflict is thrown when that has changed meanwhile. */
export async function applyObject(
  client: KubeClient,
  placement: Placement,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<void> {
  const live = await findLive(client, placement, signal);
  if (live !== undefined) refuseForeign(live, dispatcher);
  const desired = desiredObject(placement, live);
  const owners = ownerReferences(dispatcher, desired);
  const applied: KubeObject = {
    ...desired,
    metadata: {
      ...desired.metadata,
      ...(owners.length === 0 ? {} : { ownerReferences: owners }),
      ...(live === undefined ? {} : preconditionOn(live)),
    },
  };
  await applyOverOwnFields(client, placement.view, applied, signal);
}

/** A view of labelled objects does not show one that is not ours. */
async function findLive(
  client: KubeClient,
  placement: Placement,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const shown = liveObject(placement);
  if (shown !== undefined) return shown;
  try {
    return await client.get(placement.view.type, placement.key, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function preconditionOn({ metadata: { uid, resourceVersion } }: KubeObject): KubeObject["metadata"] {
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
}

/** Takes over fields from our own other managers, such as the hold of a former rollout, and from nobody else. */
async function applyOverOwnFields(
  client: KubeClient,
  { type }: ObjectView,
  object: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.apply(type, object, { fieldManager: manifestManager, signal });
  } catch (error) {
    const conflicts = fieldConflicts(error);
    if (conflicts.length === 0) throw error;
    if (!conflicts.every((message) => message.startsWith('conflict with "bellwether'))) {
      throw new RolloutError("APPLY_CONFLICT", `${object.kind} ${keyText(keyOf(object))}: ${conflicts.join("; ")}.`, {
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
