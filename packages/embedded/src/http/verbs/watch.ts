import { type ApiError, apiVersionOf, type KubeObject } from "@bellwether/core";
import { statusError } from "../../api/errors/status-error.ts";
import type { ServerWatchEvent, WatchRequest } from "../../api/requests.ts";
import type { Cluster } from "../cluster.ts";
import { jsonText } from "../codec/json-text.ts";
import type { Exchange } from "../exchange.ts";
import { isTrue, type ResourceRequest } from "../route/resource-request.ts";
import type { Answer } from "./answer.ts";
import { present, selectionOf } from "./read.ts";

const minute = 60_000;
/** A client that reads slower than this is cut off, as by a real server; it resumes from its last revision. */
const backlogLimit = 64 * 1024 * 1024;

/** Streams events until the client leaves, the asked-for time is over, or the revisions it follows are gone. */
export function answerWatch(cluster: Cluster, exchange: Exchange, request: ResourceRequest, answer: Answer): void {
  if (exchange.closed) return;
  const stream = new WatchStream(cluster, exchange, request, answer);
  exchange.onClose(() => stream[Symbol.dispose]());
  stream.start();
}

class WatchStream implements Disposable {
  readonly #cluster: Cluster;
  readonly #exchange: Exchange;
  readonly #request: ResourceRequest;
  readonly #answer: Answer;
  readonly #held = new DisposableStack();
  #opened = false;
  #silent = false;
  #headings = true;

  constructor(cluster: Cluster, exchange: Exchange, request: ResourceRequest, answer: Answer) {
    this.#cluster = cluster;
    this.#exchange = exchange;
    this.#request = request;
    this.#answer = answer;
  }

  start(): void {
    const { api, clock } = this.#cluster;
    const { query } = this.#exchange;
    const options = watchOptions(this.#request, query);
    const watch = api.watch(this.#request.type, options, {
      event: (event) => this.#forward(event),
      error: (error) => this.#fail(error),
    });
    this.#open();
    if (this.#held.disposed) {
      watch[Symbol.dispose]();
      return;
    }
    this.#held.use(watch);
    this.#held.use(clock.after(timeoutOf(query), () => this.#timeOut(options)));
  }

  [Symbol.dispose](): void {
    this.#held.dispose();
  }

  /** Events come out of the write that they tell of, and a writer must not suffer from its readers. */
  #forward(event: ServerWatchEvent): void {
    if (this.#held.disposed || this.#silent) return;
    try {
      this.#event(event);
    } catch {
      this.#break();
    }
    if (this.#exchange.backlog > backlogLimit) this.#break();
  }

  #event(event: ServerWatchEvent): void {
    this.#open();
    switch (this.#cluster.faults.onWatchEvent?.(this.#exchange, event)) {
      case "cut":
        return this.#break();
      case "silence":
        this.#silent = true;
        return;
      case "expire":
        return this.#fail(statusError(410, "Expired", "too old resource version"));
      case undefined:
        this.#exchange.write(`{"type":"${event.type}","object":${this.#objectText(event)}}\n`);
    }
  }

  #objectText(event: ServerWatchEvent): string {
    if (event.type === "BOOKMARK") return this.#answer.objectText(bookmarkObject(this.#request, event), false);
    const text = this.#answer.objectText(event.object, this.#headings);
    this.#headings = false;
    return text;
  }

  /** The last word is how far the watch came, so that the next one can go on from there. */
  #timeOut({ allowWatchBookmarks }: WatchRequest): void {
    const { resourceVersion } = this.#cluster.api;
    if (allowWatchBookmarks === true) this.#forward({ type: "BOOKMARK", resourceVersion, initialEventsEnd: false });
    this.#end();
  }

  #fail(error: ApiError): void {
    this.#open();
    this.#exchange.write(`{"type":"ERROR","object":${jsonText(error.status)}}\n`);
    this.#end();
  }

  #break(): void {
    this.#exchange.drop();
    this[Symbol.dispose]();
  }

  #end(): void {
    this.#exchange.end();
    this[Symbol.dispose]();
  }

  #open(): void {
    if (this.#opened) return;
    this.#opened = true;
    this.#exchange.open("application/json;stream=watch");
  }
}

function watchOptions(request: ResourceRequest, query: URLSearchParams): WatchRequest {
  return {
    ...selectionOf(request, query),
    ...present("resourceVersion", query.get("resourceVersion")),
    ...present("resourceVersionMatch", query.get("resourceVersionMatch")),
    ...(query.has("sendInitialEvents") && { sendInitialEvents: isTrue(query.get("sendInitialEvents")) }),
    allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")),
  };
}

/** In milliseconds: as asked for, otherwise 30 to 60 minutes, so that not all watches end together. */
function timeoutOf(query: URLSearchParams): number {
  const asked = Number(query.get("timeoutSeconds") ?? 0);
  return asked > 0 ? asked * 1000 : (30 + Math.random() * 30) * minute;
}

type Bookmark = ServerWatchEvent & { readonly type: "BOOKMARK" };

function bookmarkObject({ type }: ResourceRequest, { resourceVersion, initialEventsEnd }: Bookmark): KubeObject {
  const annotations = initialEventsEnd ? { annotations: { "k8s.io/initial-events-end": "true" } } : {};
  const metadata = { resourceVersion, creationTimestamp: null, ...annotations };
  return { kind: type.kind, apiVersion: apiVersionOf(type), metadata };
}
