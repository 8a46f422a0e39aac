import { isNotFound, type KubeClient, type KubeObject } from "@bellwether/core";
import { applyOver, ownManagers, editManagers } from "./apply-over.ts";
import { desiredObject, liveObject, type Placement } from "./placement.ts";
import { isDispatchedBy, ownerReferences, refuseForeign, type Dispatcher } from "./ownership.ts";

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
  const isOurs = live !== undefined && isDispatchedBy(live, dispatcher);
  const managers = isOurs ? [ownManagers, editManagers] : [ownManagers];
  await applyOver(client, placement.view.type, applied, managers, signal);
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
