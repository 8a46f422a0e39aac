import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Passes bytes to a server on 127.0.0.1 until it freezes: connections stay open, and nothing comes through any more. */
export interface FreezingProxy extends AsyncDisposable {
  readonly port: number;
  /** The connections of now; new ones pass. */
  freeze(): void;
}

export async function freezingProxy(targetPort: number): Promise<FreezingProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  const server = createServer((client) => {
    const target = connect(targetPort, "127.0.0.1");
    const pair = [client, target] as const;
    pairs.add(pair);
    client.pipe(target);
    target.pipe(client);
    for (const socket of pair) {
      socket.on("error", () => {});
      socket.on("close", () => {
        pairs.delete(pair);
        for (const end of pair) end.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      for (const [client, target] of pairs) {
        client.unpipe(target);
        target.unpipe(client);
        client.pause();
        target.pause();
      }
    },
    async [Symbol.asyncDispose]() {
      for (const [client, target] of pairs) for (const end of [client, target]) end.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
