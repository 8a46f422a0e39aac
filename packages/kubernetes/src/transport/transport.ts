import { ApiError, ApiUnreachable, type Clock, sleep } from "@bellwether/core";
import type { Dispatcher } from "undici";
import { Patience, unlessAborted } from "../time/patience.ts";
import type { Credentials } from "./access.ts";
import { linesOf } from "./lines.ts";
import { type Query, withQuery } from "./paths.ts";
import { RateLimit, type RateLimitOptions } from "./rate-limit.ts";
import { refusal } from "./refusal.ts";
import { type Purpose, Sessions } from "./sessions.ts";
import { isLostConnection, isUntrusted, unreachable } from "./unreachable.ts";

export interface TransportOptions {
  /** `https://host:port`, with a path prefix if the API server has one. */
  readonly server: string;
  readonly credentials: Credentials;
  readonly clock: Clock;
  /** A request without a complete answer fails after so long. Default: 30 s. */
  readonly requestMs?: number;
  /** A watch that was not accepted fails after so long, and its session is not used again. Default: 10 s. */
  readonly acceptMs?: number;
  /** Default: 500 requests a second, 1,000 at once. */
  readonly rateLimit?: RateLimitOptions;
}

export interface Call {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly query?: Query;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Nobody waits for it: others come first when the rate is limited. */
  readonly yields?: boolean;
}

const maxTries = 4;
const maxRetryAfterMs = 10_000;

/** HTTP to one API server: pooled, rate-limited, and with a time-out on everything. */
export class Transport implements AsyncDisposable {
  readonly #sessions = new Sessions();
  readonly #server: URL;
  readonly #credentials: Credentials;
  readonly #clock: Clock;
  readonly #requestMs: number;
  readonly #acceptMs: number;
  readonly #rateLimit: RateLimit;

  constructor(options: TransportOptions) {
    this.#server = new URL(options.server);
    this.#credentials = options.credentials;
    this.#clock = options.clock;
    this.#requestMs = options.requestMs ?? 30_000;
    this.#acceptMs = options.acceptMs ?? 10_000;
    this.#rateLimit = new RateLimit(options.clock, options.rateLimit ?? { perSecond: 500, burst: 1_000 });
  }

  /** The answer's JSON. Reads are tried again when the server asks for patience or drops the connection; writes never. */
  async json(call: Call): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        await (call.yields === true ? this.#rateLimit.waitBehind(call.signal) : this.#rateLimit.wait(call.signal));
        using patience = this.#patience(this.#requestMs, call.signal);
        const answer = await this.#exchange(call, "request", patience);
        return await answer.body.json();
      } catch (error) {
        if (tries === maxTries || call.signal?.aborted === true) throw this.#failed(call, error);
        if (isUnauthorized(error) && tries === 1) continue;
        if (call.method !== "GET") throw this.#failed(call, error);
        await this.#waitAsTold(error, tries, call);
      }
    }
  }

  /** The answer's lines as they come, after one empty line that says that the server has accepted the call. */
  async *lines(call: Call): AsyncGenerator<string, void, undefined> {
    try {
      await this.#rateLimit.wait(call.signal);
      using patience = this.#patience(this.#acceptMs, call.signal);
      const answer = await this.#exchange(call, "watch", patience);
      patience.rest();
      try {
        yield "";
        yield* linesOf(answer.body as AsyncIterable<Uint8Array>);
      } finally {
        answer.body.destroy();
      }
    } catch (error) {
      throw this.#failed(call, error);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#sessions[Symbol.asyncDispose]();
  }

  async #exchange(call: Call, purpose: Purpose, patience: Patience): Promise<Dispatcher.ResponseData> {
    const { signal } = patience;
    const access = await unlessAborted(this.#credentials.access(), signal);
    const dispatcher = this.#sessions.for(purpose, access);
    // A connection that swallowed a request may be half-open; the next request must not share its fate.
    const retire = (): void => {
      if (signal.reason instanceof TimedOut) this.#sessions.retire(dispatcher);
    };
    signal.addEventListener("abort", retire, { once: true });
    const answer = await dispatcher.request({
      origin: this.#server.origin,
      path: withQuery(this.#server.pathname.replace(/\/$/, "") + call.path, call.query),
      method: call.method,
      headers: {
        ...access.headers,
        accept: "application/json",
        "user-agent": "bellwether",
        ...(call.body === undefined ? {} : { "content-type": call.contentType ?? "application/json" }),
      },
      body: call.body === undefined ? null : JSON.stringify(call.body),
      signal,
    });
    if (answer.statusCode < 300) return answer;
    if (answer.statusCode === 401) this.#credentials.reload();
    throw refusal(answer.statusCode, await answer.body.text(), headerOf(answer, "retry-after"));
  }

  async #waitAsTold(error: unknown, tries: number, call: Call): Promise<void> {
    const isBusy = error instanceof ApiError && (error.code === 429 || error.code === 503);
    const retryAfterMs = isBusy ? (error.status.details?.retryAfterSeconds ?? Number.NaN) * 1000 : Number.NaN;
    if (retryAfterMs <= maxRetryAfterMs) await sleep(this.#clock, retryAfterMs, call.signal);
    else if (tries > 1 || !isLostConnection(error)) throw this.#failed(call, error);
  }

  #patience(limitMs: number, signal: AbortSignal | undefined): Patience {
    return new Patience(this.#clock, limitMs, () => new TimedOut(`no answer within ${limitMs / 1000} s`), signal);
  }

  #failed(call: Call, error: unknown): Error {
    if (error instanceof ApiError) return error;
    if (isUntrusted(error)) this.#credentials.reload();
    return unreachable(`${call.method} ${call.path} on ${this.#server.host}`, error);
  }
}

class TimedOut extends ApiUnreachable {}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ApiError && error.code === 401;
}

function headerOf(answer: Dispatcher.ResponseData, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
