import { kubeconfigContexts } from "@bellwether/clusters-kubeconfig";
import { kubeContexts } from "@bellwether/core";
import { provide, startHost, systemClock as clock } from "@bellwether/host";
import { contextLinks, loadKubeconfig } from "@bellwether/kubernetes";
import { oam } from "@bellwether/oam";
import { cue } from "@bellwether/render-cue";
import { batchStrategies } from "@bellwether/strategy-batch";
import { openkruise } from "@bellwether/workload-openkruise";
import { narrator } from "./narrator.ts";

const kubeconfig = await loadKubeconfig([process.argv[2] ?? "dev.kubeconfig"]);
const stop = new AbortController();
process.once("SIGINT", () => stop.abort());

await using host = await startHost({
  plugins: [oam(), cue(), openkruise(), batchStrategies(), kubeconfigContexts(), narrator()],
  services: [provide(kubeContexts, contextLinks({ kubeconfig, clock }))],
  clock,
  log: { debug() {}, info() {}, warn: console.warn, error: console.error },
});
await host.run(stop.signal);
