import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { constants, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import { tooLarge } from "./refusals.ts";

const bodyLimit = 3 * 1024 * 1024;

/** One request and its answer, the same for HTTP/1.1 and HTTP/2. */
export class Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #http2: Http2ServerResponse | undefined;
  readonly #warnings: string[] = [];
  #answerLost = false;

  constructor(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse) {
    // Node's compatibility layer gives HTTP/2 streams the shape of HTTP/1.1 messages.
    this.#request = request as IncomingMessage;
    this.#response = response as ServerResponse;
    this.#http2 = "stream" in response ? response : undefined;
    const [path = "/", ...query] = (this.#request.url ?? "/").split("?");
    this.method = this.#request.method ?? "GET";
    this.path = path;
    this.query = new URLSearchParams(query.join("?"));
    this.headers = this.#request.headers;
  }

  get userAgent(): string {
    return this.header("user-agent");
  }

  header(name: string): string {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(", ") : (value ?? "");
  }

  /** The whole body; refused beyond the 3 MiB that an API server takes. */
  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of this.#request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= bodyLimit) chunks.push(chunk);
    }
    if (size > bodyLimit) throw tooLarge(bodyLimit);
    return Buffer.concat(chunks);
  }

  /** Adds a `Warning: 299` header to the answer; kubectl prints its text. */
  warn(text: string): void {
    const quoted = text.replaceAll(/["\\]/g, "\\$&").replaceAll(/[^ -~]/g, " ");
    this.#warnings.push(`299 - "${quoted}"`);
  }

  answer(code: number, contentType: string, body: string, headers: Readonly<Record<string, string>> = {}): void {
    if (this.closed) return;
    if (this.#answerLost || this.#response.headersSent) return this.drop();
    this.#response.writeHead(code, {
      ...headers,
      ...this.#warningHeader(),
      "content-type": contentType,
      "content-length": Buffer.byteLength(body),
    });
    this.#response.end(body);
  }

  /** Sends the headers of a body that goes on; the client learns at once that its request was accepted. */
  open(contentType: string): void {
    this.#response.writeHead(200, { ...this.#warningHeader(), "content-type": contentType });
    this.#response.flushHeaders();
  }

  write(text: string): void {
    if (!this.closed) this.#response.write(text);
  }

  end(): void {
    if (!this.closed) this.#response.end();
  }

  /** From now on the request is carried out, but its answer does not arrive. */
  loseAnswer(): void {
    this.#answerLost = true;
  }

  /** Breaks off without an answer. */
  drop(): void {
    if (this.#http2 === undefined) this.#response.destroy();
    else this.#http2.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  }

  get closed(): boolean {
    return this.#response.writableEnded || this.#response.destroyed || this.#http2?.stream?.destroyed === true;
  }

  /** Bytes that the client has not taken yet. */
  get backlog(): number {
    return this.#http2?.stream?.writableLength ?? this.#response.writableLength;
  }

  onClose(callback: () => void): void {
    this.#response.once("close", callback);
  }

  #warningHeader(): Record<string, string[]> {
    return this.#warnings.length === 0 ? {} : { warning: this.#warnings };
  }
}
