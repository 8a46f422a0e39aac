import type { ApiError, KubeObject } from "@bellwether/core";

export type FieldValidation = "Strict" | "Warn" | "Ignore";

export interface ReadRequest {
  readonly subresource?: string;
}

export interface WriteRequest {
  /** Absent: `unknown`, except for an apply, which must name one. */
  readonly fieldManager?: string;
  readonly subresource?: string;
  readonly dryRun?: boolean;
  readonly fieldValidation?: FieldValidation;
  /** Told each text of a `Warning: 299` header. */
  readonly warn?: (text: string) => void;
}

export interface ApplyRequest extends WriteRequest {
  readonly force?: boolean;
}

export interface Selection {
  /** Absent: all namespaces. */
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface ListRequest extends Selection {
  readonly limit?: number;
  readonly continue?: string;
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: string;
}

export interface Listing {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
  readonly items: readonly KubeObject[];
}

export interface WatchRequest extends Selection {
  /** Absent or "0": begins with an ADDED event for every object there is. */
  readonly resourceVersion?: string;
  readonly resourceVersionMatch?: string;
  readonly sendInitialEvents?: boolean;
  readonly allowWatchBookmarks?: boolean;
}

export type ServerWatchEvent =
  | { readonly type: "ADDED" | "MODIFIED" | "DELETED"; readonly object: KubeObject }
  | { readonly type: "BOOKMARK"; readonly resourceVersion: string; readonly initialEventsEnd: boolean };

/** Called synchronously, in the order of revisions, inside `watch` for what is already there and inside the write afterwards. */
export interface WatchSink {
  event(event: ServerWatchEvent): void;
  /** The stream is over: an ERROR event with this status, then the end. */
  error(error: ApiError): void;
}

export interface DeleteRequest {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagation?: "Foreground" | "Background" | "Orphan";
  readonly gracePeriodSeconds?: number;
  readonly dryRun?: boolean;
}

export interface Deletion {
  /** As it is now, when finalizers or a grace period keep it; as it was last, when it is gone. */
  readonly object: KubeObject;
  readonly gone: boolean;
}
