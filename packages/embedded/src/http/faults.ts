import type { ServerWatchEvent } from "../api/requests.ts";

/** A request as a fault hook sees it, before anything is done about it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly userAgent: string;
}

export type RequestFault =
  /** Answered after the delay. */
  | { readonly type: "delay"; readonly milliseconds: number }
  /** Broken off; nothing was done. */
  | { readonly type: "drop" }
  /** Done, then broken off: the client cannot know. */
  | { readonly type: "loseAnswer" }
  /** Refused with this code, as an overloaded server does. */
  | { readonly type: "refuse"; readonly code: 429 | 500 | 503 | 504; readonly retryAfterSeconds?: number };

/** `cut` breaks the stream off, `silence` keeps it open without another word, `expire` ends it with an ERROR event 410. */
export type WatchFault = "cut" | "silence" | "expire";

/** What goes wrong between a client and the cluster. Hooks must not throw. */
export interface Faults {
  onRequest?(request: SeenRequest): RequestFault | undefined;
  /** Asked before an event of an open watch is sent; with a fault the event is not sent. */
  onWatchEvent?(request: SeenRequest, event: ServerWatchEvent): WatchFault | undefined;
}
