import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from "node:http2";
import { request as request1 } from "node:https";
import type { ServedCluster } from "@bellwether/embedded";

export interface RawRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The parsed body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** One HTTP/2 session that hides nothing of the answers. */
export class RawClient implements AsyncDisposable {
  readonly #session: ClientHttp2Session;
  readonly #token: string;

  constructor({ url, caPem, token }: ServedCluster) {
    this.#session = connect(url, { ca: caPem });
    this.#session.on("error", () => {});
    this.#token = token;
  }

  async send(path: string, { method = "GET", headers = {}, body }: RawRequest = {}): Promise<RawAnswer> {
    const sent = {
      ":path": path,
      ":method": method,
      authorization: `Bearer ${this.#token}`,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    };
    const stream = this.#session.request(sent, { endStream: false });
    stream.end(body);
    const answered = new Promise<IncomingHttpHeaders>((resolve, reject) => {
      stream.once("response", resolve);
      stream.once("error", reject);
      stream.once("close", () => reject(new Error("closed without an answer")));
    });
    const received = await answered;
    let text = "";
    for await (const chunk of stream.setEncoding("utf8")) text += chunk;
    const json = received["content-type"] === "application/json" ? (JSON.parse(text) as RawAnswer["json"]) : {};
    return { status: Number(received[":status"]), headers: received, text, json };
  }

  /** Opens a watch, and gives its events as they come. Resolves when the headers are there. */
  async watch(path: string, headers: Readonly<Record<string, string>> = {}): Promise<RawWatch> {
    const stream = this.#session.request({ ":path": path, authorization: `Bearer ${this.#token}`, ...headers });
    const events: WatchLine[] = [];
    let rest = "";
    let wake = (): void => {};
    const state = { closed: false };
    stream.setEncoding("utf8");
    stream.on("error", () => {});
    stream.on("data", (chunk: string) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      events.push(...lines.map((line) => JSON.parse(line) as WatchLine));
      wake();
    });
    stream.once("close", () => {
      state.closed = true;
      wake();
    });
    await new Promise((resolve) => stream.once("response", resolve));
    const until = async (done: () => boolean): Promise<void> => {
      while (!done() && !state.closed) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    return {
      next: async (count) => {
        await until(() => events.length >= count);
        return events.splice(0, count);
      },
      rest: async () => {
        await until(() => false);
        return events.splice(0);
      },
      cancel: () => stream.close(),
      resetCode: () => stream.rstCode,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#session.closed) return;
    await new Promise<void>((resolve) => {
      this.#session.once("close", resolve);
      this.#session.destroy();
    });
  }
}

interface WatchLine {
  readonly type: string;
  readonly object: Readonly<Record<string, unknown>>;
}

export interface RawWatch {
  /** The next events; fewer when the stream ends before. */
  next(count: number): Promise<readonly WatchLine[]>;
  /** What comes until the server ends the stream. */
  rest(): Promise<readonly WatchLine[]>;
  cancel(): void;
  resetCode(): number | undefined;
}

/** One GET over HTTP/1.1 on a connection of its own. */
export function getOverHttp1(
  served: ServedCluster,
  path: string,
): Promise<{ status: number; version: string; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${served.token}` };
    const request = request1(served.url + path, { ca: served.caPem, agent: false, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, version: response.httpVersion, text }));
    });
    request.once("error", reject).end();
  });
}
