import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RolloutError } from "@bellwether/core";

export interface ProbeAnswers {
  /** Whether every cluster is engaged or known to be unreachable. */
  ready(): boolean;
  /** Prometheus text. */
  metrics(): string;
}

export interface ProbeServer extends AsyncDisposable {
  /** `host:port` as bound. */
  readonly address: string;
}

/** Serves /livez, /readyz and /metrics over plain HTTP. Bind it to loopback or to the pod's own network. */
export async function serveProbes(listen: string, answers: ProbeAnswers): Promise<ProbeServer> {
  const colon = listen.lastIndexOf(":");
  const host = listen.slice(0, colon).replace(/^\[|\]$/g, "");
  const server = createServer((request, response) => {
    const answer = answerTo(request.url ?? "", answers);
    response.writeHead(answer.code, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    response.end(request.method === "HEAD" ? undefined : answer.text);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(
        new RolloutError("CONFIG_REFUSED", `cannot listen on ${listen}: ${error.message}`, {
          remedy: "choose another --listen address",
          cause: error,
        }),
      ),
    );
    server.listen(Number(listen.slice(colon + 1)), host, resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    address: `${address}:${port}`,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

function answerTo(url: string, { ready, metrics }: ProbeAnswers): { readonly code: number; readonly text: string } {
  switch (url.split("?")[0]) {
    case "/livez":
      return { code: 200, text: "ok" };
    case "/readyz":
      return ready() ? { code: 200, text: "ok" } : { code: 503, text: "starting" };
    case "/metrics":
      return { code: 200, text: metrics() };
    default:
      return { code: 404, text: "not found" };
  }
}
