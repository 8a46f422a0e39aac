import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";

export interface ConnectProxy extends AsyncDisposable {
  readonly url: string;
  /** The `host:port` pairs that were asked for. */
  readonly targets: readonly string[];
}

/** An HTTP proxy that tunnels. */
export async function connectProxy(): Promise<ConnectProxy> {
  const targets: string[] = [];
  const server = createServer().on("connect", (request, client) => {
    const [host = "", port = ""] = (request.url ?? "").split(":");
    targets.push(`${host}:${port}`);
    const target = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      target.pipe(client);
      client.pipe(target);
    });
    for (const socket of [target, client]) {
      socket.on("error", () => {});
      socket.on("close", () => {
        target.destroy();
        client.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    targets,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
