import { ApiError, ApiUnreachable, type KubeObject, type Status, type WatchEvent } from "@bellwether/core";

interface WireEvent {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: KubeObject;
}

/** One line of a watch. An ERROR event is thrown as the `ApiError` that it carries. */
export function watchEventOf(line: string): WatchEvent {
  const { type, object } = parse(line);
  switch (type) {
    case "ADDED":
    case "MODIFIED":
    case "DELETED":
      return { type, object };
    case "BOOKMARK":
      return { type, resourceVersion: object.metadata.resourceVersion ?? "" };
    case "ERROR":
      throw new ApiError(object as unknown as Status);
    default:
      throw new ApiUnreachable(`the watch sent an event of the unknown type "${String(type)}"`);
  }
}

function parse(line: string): WireEvent {
  let event: Partial<WireEvent> | null;
  try {
    event = JSON.parse(line) as Partial<WireEvent> | null;
  } catch (cause) {
    throw new ApiUnreachable("the watch sent a line that is not JSON", { cause });
  }
  if (event?.type === undefined || event.object === undefined) {
    throw new ApiUnreachable("the watch sent a line that is no event");
  }
  return event as WireEvent;
}
