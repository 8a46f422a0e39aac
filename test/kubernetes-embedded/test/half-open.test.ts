import { ApiServer, memoryClient, serveCluster } from "@bellwether/embedded";
import { fixedCredentials, httpClient, linkCluster } from "@bellwether/kubernetes";
import { expect, test } from "vitest";
import { systemClock } from "@bellwether/host/system-clock";
import { configMap, configMaps, write } from "./kit/config-maps.ts";
import { freezingProxy } from "./kit/freezing-proxy.ts";
import { until } from "./kit/until.ts";

test("connections that freeze without a word are given up for new ones, by watches and by requests", async () => {
  const api = new ApiServer({ clock: systemClock });
  await using served = await serveCluster(api, { clock: systemClock });
  await using proxy = await freezingProxy(served.port);
  const credentials = fixedCredentials({
    headers: { authorization: `Bearer ${served.token}` },
    tls: { ca: served.caPem },
  });
  const server = `https://127.0.0.1:${proxy.port}`;
  const client = httpClient({ server, credentials, clock: systemClock, requestMs: 100, acceptMs: 100 });
  await using link = linkCluster({
    name: "c",
    server,
    client,
    clock: systemClock,
    timing: { silenceMs: 200, firstBackoffMs: 10 },
  });
  const view = link.views.of(configMaps, { namespace: "default" });
  await view.synced();
  await link.client.create(configMaps, configMap("before"), write);
  await until(() => view.hasSynced && view.trouble === undefined);
  proxy.freeze();
  await memoryClient(api).create(configMaps, configMap("after"), write);
  await until(() => view.trouble !== undefined);
  expect(view.trouble).toMatch(/no answer within 0\.1 s/);
  await until(() => view.trouble === undefined);
  expect(view.list().map(({ metadata }) => metadata.name)).toContain("after");
  await expect(link.client.get(configMaps, { namespace: "default", name: "after" })).rejects.toThrow(
    /no answer within 0\.1 s/,
  );
  await link.client.get(configMaps, { namespace: "default", name: "after" });
});
