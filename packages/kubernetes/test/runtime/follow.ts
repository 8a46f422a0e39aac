import { electLeader, linkContext, loadKubeconfig } from "@bellwether/kubernetes";
import { realClock } from "../kit/clocks.ts";
import { configMaps } from "../kit/objects.ts";

/** Reads a view, writes, waits until the view shows the write, leads; prints what it saw. For any runtime. */
const file = process.argv[2] ?? "";
await using link = await linkContext({ kubeconfig: await loadKubeconfig([file]), clock: realClock });
const view = link.views.of(configMaps);
await view.synced();
const key = { namespace: "default", name: "a" };
const before = view.get(key)?.metadata.resourceVersion;
const shown = Promise.withResolvers<string | undefined>();
view.subscribe(() => shown.resolve(view.get(key)?.metadata.resourceVersion));
await link.client.patch(configMaps, key, { type: "merge", body: { data: { k: "v" } } }, { fieldManager: "runtime" });
const lease = { namespace: "default", name: "host" };
await using election = electLeader({ client: link.client, clock: realClock, lease, identity: "runtime" });
const led = Promise.withResolvers<void>();
using _change = election.onChange(() => led.resolve());
await led.promise;
console.log(JSON.stringify({ before, after: await shown.promise, epoch: election.epoch }));
