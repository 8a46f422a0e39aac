import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Access } from "../cluster/clusters.ts";

/** What a process has used, after a garbage collection. */
export interface Figures {
  readonly cpuSeconds: number;
  readonly rssMiB: number;
  readonly heapMiB: number;
  readonly peakMiB: number;
}

/** The host in a process of its own. */
export interface HostedProduct extends AsyncDisposable {
  figures(): Promise<Figures>;
}

/** Resolves when the host leads every cluster. */
export async function startHostedProduct(accesses: readonly Access[]): Promise<HostedProduct> {
  const file = fileURLToPath(new URL("host-process.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(accesses)], { execArgv: [...process.execArgv, "--expose-gc"] });
  await once(child, "message");
  return {
    async figures() {
      child.send("figures");
      const [figures] = (await once(child, "message")) as [Figures];
      return figures;
    },
    async [Symbol.asyncDispose]() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
