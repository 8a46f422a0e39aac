import { until } from "../cluster/until.ts";
import type { Access } from "../cluster/clusters.ts";
import type { Figures } from "./hosted-product.ts";
import { startProduct } from "./product.ts";

/** The process that `startHostedProduct` starts: the host alone. It tells what it has used when it is asked. */
const accesses = JSON.parse(process.argv[2] ?? "") as readonly Access[];
const { host } = await startProduct(accesses);
await until(() => host.clusters().filter(({ leading }) => leading).length === accesses.length);
process.on("message", () => process.send?.(figures()));
process.once("disconnect", () => process.exit());
process.send?.("leading");

function figures(): Figures {
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  const { maxRSS } = process.resourceUsage();
  return {
    cpuSeconds: (user + system) / 1e6,
    rssMiB: rss / 2 ** 20,
    heapMiB: heapUsed / 2 ** 20,
    peakMiB: maxRSS / 1024,
  };
}
