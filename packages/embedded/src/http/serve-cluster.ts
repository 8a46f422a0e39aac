import { once } from "node:events";
import { createSecureServer, type Http2SecureServer } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { Clock } from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import { type ClusterIdentity, createIdentity } from "./certificates.ts";
import type { Cluster } from "./cluster.ts";
import { OpenApi } from "./discovery/open-api.ts";
import { Exchange } from "./exchange.ts";
import type { Faults } from "./faults.ts";
import { handle } from "./handle.ts";
import { type ClusterAccess, type Kubeconfig, kubeconfigFor } from "./kubeconfig.ts";

export interface ServeOptions {
  /** Of ages, watch timeouts and bookmarks: the clock that the API server runs on. */
  readonly clock: Clock;
  /** Of 127.0.0.1. Absent: any free one. */
  readonly port?: number;
  /** Absent: a new one. Passed again with the port, clients find the same cluster after a restart. */
  readonly identity?: ClusterIdentity;
  readonly faults?: Faults;
}

/** A cluster that kubectl and other clients can talk to until it is disposed. */
export interface ServedCluster extends ClusterAccess, AsyncDisposable {
  readonly port: number;
  readonly identity: ClusterIdentity;
  kubeconfig(contextName: string): Kubeconfig;
  /** Resets every connection, as a failing network does; clients may connect again. */
  dropConnections(): void;
}

// What kube-apiserver announces.
const settings = {
  maxConcurrentStreams: 100,
  initialWindowSize: 262_144,
  maxFrameSize: 262_144,
  maxHeaderListSize: 1_048_896,
};

/** In megabytes. Beyond Node's 10 a session refuses new streams, and one session may carry a hundred lists and watches. */
const maxSessionMemory = 1_000;

/** Serves an embedded API server on 127.0.0.1: TLS, HTTP/2 and HTTP/1.1, bearer token. */
export async function serveCluster(api: ApiServer, options: ServeOptions): Promise<ServedCluster> {
  const identity = options.identity ?? (await createIdentity());
  const { caPem, certificatePem: cert, keyPem: key, token } = identity;
  const { clock, faults = {} } = options;
  const cluster: Cluster = { api, clock, token, faults, openApi: new OpenApi(api.types) };
  const server = createSecureServer(
    { allowHTTP1: true, cert, key, settings, maxSessionMemory },
    (request, response) => {
      void handle(cluster, new Exchange(request, response));
    },
  );
  const sockets = trackSockets(server);
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const access: ClusterAccess = { url: `https://127.0.0.1:${port}`, caPem, token };
  const dropConnections = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    ...access,
    port,
    identity,
    kubeconfig: (contextName) => kubeconfigFor(new Map([[contextName, access]])),
    dropConnections,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      dropConnections();
      await closed;
    },
  };
}

function trackSockets(server: Http2SecureServer): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // A client that goes away in the middle of a request or handshake is no fault of the server.
  server.on("sessionError", () => {});
  server.on("clientError", (_error, socket) => socket.destroy());
  return sockets;
}
