import type { KubeObject } from "@bellwether/core";
import { statusError } from "../errors/status-error.ts";
import { invalidObject } from "../errors/field-error.ts";
import type { ServerWatchEvent, WatchRequest, WatchSink } from "../requests.ts";
import type { Change } from "../store/change.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import type { Cluster } from "../write/cluster.ts";
import { selection } from "./list.ts";
import { parseRevision } from "./revision.ts";

/** How often a quiet watch hears of the revision that it has reached. */
const bookmarkEveryMs = 60_000;

export function watchObjects(cluster: Cluster, type: ServedType, request: WatchRequest, sink: WatchSink): Disposable {
  checkInitialEvents(request);
  const collection = cluster.store.collection(type);
  const selects = selection(type, request);
  const { resourceVersion = "" } = request;
  const fromNow = resourceVersion === "" || resourceVersion === "0" || request.sendInitialEvents === true;
  const start = fromNow ? cluster.store.revision : parseRevision(resourceVersion);
  if (start < collection.oldest) {
    sink.error(statusError(410, "Expired", `too old resource version: ${start} (${collection.oldest})`));
    return { [Symbol.dispose]: () => undefined };
  }
  let told = start;
  const forward = (change: Change): void => {
    if (change.revision <= told) return;
    told = change.revision;
    const event = seenThrough(selects, change, type);
    if (event !== undefined) sink.event(event);
  };
  const stop = new DisposableStack();
  stop.use(collection.subscribe(forward));
  if (fromNow && request.sendInitialEvents !== false) {
    for (const object of collection.objects.list(request.namespace))
      if (selects(object)) sink.event({ type: "ADDED", object: viewAs(type, object) });
  } else if (!fromNow) for (const change of collection.since(start)) forward(change);
  if (request.allowWatchBookmarks === true) {
    if (request.sendInitialEvents === true)
      sink.event({ type: "BOOKMARK", resourceVersion: String(start), initialEventsEnd: true });
    stop.use(everyMinute(cluster, sink));
  }
  return stop;
}

/** A change as a watcher with a selector sees it: entering the selection is ADDED, leaving it DELETED. */
function seenThrough(
  selects: (object: KubeObject) => boolean,
  change: Change,
  type: ServedType,
): ServerWatchEvent | undefined {
  const now = change.type !== "DELETED" && selects(change.object);
  const before = change.previous !== undefined && selects(change.previous);
  const object = viewAs(type, change.object);
  if (now) return { type: before ? "MODIFIED" : "ADDED", object };
  if (!before) return undefined;
  return { type: "DELETED", object: change.type === "DELETED" ? object : departed(change, type) };
}

/** An object that left the selection is shown as it was in it, at the revision that took it out. */
function departed({ object, previous = object }: Change, type: ServedType): KubeObject {
  const { resourceVersion } = object.metadata;
  const last =
    resourceVersion === undefined ? previous : { ...previous, metadata: { ...previous.metadata, resourceVersion } };
  return Object.freeze(viewAs(type, last));
}

function everyMinute(cluster: Cluster, sink: WatchSink): Disposable {
  let timer: Disposable;
  const arm = (): void => {
    timer = cluster.clock.after(bookmarkEveryMs, () => {
      sink.event({ type: "BOOKMARK", resourceVersion: String(cluster.store.revision), initialEventsEnd: false });
      arm();
    });
  };
  arm();
  return { [Symbol.dispose]: () => timer[Symbol.dispose]() };
}

function checkInitialEvents({ sendInitialEvents, resourceVersionMatch = "" }: WatchRequest): void {
  const refuse = (field: string, detail: string): never => {
    throw invalidObject({ group: "meta.k8s.io", kind: "ListOptions" }, "", [
      { field, reason: "FieldValueForbidden", detail },
    ]);
  };
  if (sendInitialEvents !== undefined && resourceVersionMatch !== "NotOlderThan") {
    refuse("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }
  if (sendInitialEvents === undefined && resourceVersionMatch !== "") {
    refuse("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
  }
}
