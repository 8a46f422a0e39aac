import { fixedCredentials, httpClient } from "@bellwether/kubernetes";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { realClock } from "./kit/clocks.ts";
import { fakeApiServer, send } from "./kit/fake-api-server.ts";
import { configMaps } from "./kit/objects.ts";

const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
beforeEach(() => void process.on("uncaughtException", note));
afterEach(() => void process.off("uncaughtException", note));

test("a connection that is lost after watches were cut off while they were answered ends nothing else", async () => {
  const seen = new Set<string>();
  for (let delay = 0; delay < 40; delay++) {
    await using fake = await fakeApiServer({
      handle: (_, response) => send(response, "BOOKMARK", { metadata: { resourceVersion: "2" } }),
    });
    const credentials = fixedCredentials({ tls: { ca: fake.ca } });
    await using client = httpClient({ server: fake.server, credentials, clock: realClock });
    const stop = new AbortController();
    const watches = Array.from({ length: 10 }, async () => {
      const events = client.watch(configMaps, { resourceVersion: "1", signal: stop.signal });
      for await (const { type } of events) seen.add(type);
    });
    await setTimeout(delay % 14);
    stop.abort(new Error("the test has seen enough"));
    await Promise.allSettled(watches);
    await setTimeout(5);
    fake.dropConnections();
    await setTimeout(5);
  }
  expect([...seen]).toEqual(["BOOKMARK"]);
  expect(uncaught).toEqual([]);
});
