import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from "undici";
import { type Access, sameConnection } from "./access.ts";
import { endLateAnswers } from "./late-answers.ts";

/** Watches have sessions of their own, so that a full one never holds up a request. */
export type Purpose = "request" | "watch";

/** The pools of connections to one API server. They outlive a change of headers, and not one of TLS material. */
export class Sessions implements AsyncDisposable {
  readonly #current = new Map<Purpose, Dispatcher>();
  readonly #open = new Set<Dispatcher>();
  #access: Access | undefined;

  for(purpose: Purpose, access: Access): Dispatcher {
    if (this.#access !== undefined && !sameConnection(this.#access, access)) {
      for (const dispatcher of this.#current.values()) this.retire(dispatcher);
    }
    this.#access = access;
    const dispatcher = this.#current.get(purpose) ?? openDispatcher(access);
    this.#current.set(purpose, dispatcher);
    this.#open.add(dispatcher);
    return dispatcher;
  }

  /** What runs on it may end; what follows is dialled anew. */
  retire(dispatcher: Dispatcher): void {
    for (const [purpose, current] of this.#current) {
      if (current !== dispatcher) continue;
      this.#current.delete(purpose);
      const forget = (): void => void this.#open.delete(dispatcher);
      // It fails when everything is destroyed while something still runs on it.
      void dispatcher.close().then(forget, forget);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#open].map((dispatcher) => dispatcher.destroy()));
  }
}

function openDispatcher({ tls, proxy }: Access): Dispatcher {
  endLateAnswers();
  const options = {
    allowH2: true,
    h2Options: { maxConcurrentStreams: 250 },
    // The transport has its own time-outs, on its own clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  if (proxy === undefined)
    return new Agent({ ...options, connect: { ...tls, keepAlive: true, keepAliveInitialDelay: 30_000 } });
  if (proxy.startsWith("socks")) return new Socks5ProxyAgent(proxy, { ...options, requestTls: { ...tls } });
  return new ProxyAgent({ ...options, uri: proxy, requestTls: { ...tls } });
}
