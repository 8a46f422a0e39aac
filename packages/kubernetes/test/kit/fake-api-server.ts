import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type Authority, createAuthority } from "./certificates.ts";

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly httpVersion: string;
  /** The common name of the client certificate. */
  readonly client: string;
}

type Handler = (received: Received, response: Http2ServerResponse) => void | Promise<void>;

export interface FakeApiServer extends AsyncDisposable {
  readonly server: string;
  readonly ca: string;
  readonly authority: Authority;
  readonly received: Received[];
  readonly connections: () => number;
  handle: Handler;
  dropConnections(): void;
}

export interface FakeApiServerOptions {
  readonly handle?: Handler;
  readonly requestClientCertificate?: boolean;
  readonly maxConcurrentStreams?: number;
}

const authority = createAuthority("bellwether test CA");
const serverKeys = authority.issue("127.0.0.1");

/** A TLS server on 127.0.0.1 that speaks HTTP/2 and HTTP/1.1, and answers what the test says. */
export async function fakeApiServer(options: FakeApiServerOptions = {}): Promise<FakeApiServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const http2: Http2SecureServer = createSecureServer({
    ...serverKeys,
    ca: authority.cert,
    allowHTTP1: true,
    requestCert: options.requestClientCertificate ?? false,
    rejectUnauthorized: false,
    settings: { maxConcurrentStreams: options.maxConcurrentStreams ?? 100 },
  });
  const fake: FakeApiServer = {
    server: "",
    ca: authority.cert,
    authority,
    received: [],
    connections: () => connections,
    handle: options.handle ?? ((_received, response) => answer(response, 404, { kind: "Status" })),
    dropConnections() {
      for (const socket of sockets) socket.destroy();
    },
    async [Symbol.asyncDispose]() {
      fake.dropConnections();
      await new Promise((resolve) => http2.close(resolve));
    },
  };
  http2.on("secureConnection", (socket: TLSSocket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  http2.on("sessionError", () => {});
  http2.on("request", (request, response) => {
    request.on("error", () => {});
    response.on("error", () => {});
    void receive(request).then((received) => {
      fake.received.push(received);
      return fake.handle(received, response);
    });
  });
  await new Promise<void>((resolve) => http2.listen(0, "127.0.0.1", resolve));
  return Object.assign(fake, { server: `https://127.0.0.1:${(http2.address() as AddressInfo).port}` });
}

async function receive(request: Http2ServerRequest): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url, "https://server");
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
    httpVersion: request.httpVersion,
    client: String((request.socket as TLSSocket).getPeerCertificate().subject?.CN ?? ""),
  };
}

export function answer(
  response: Http2ServerResponse,
  code: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(code, { "content-type": "application/json", ...headers });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

export function send(response: Http2ServerResponse, type: string, object: unknown): void {
  response.write(`${JSON.stringify({ type, object })}\n`);
}
