import {
  controller,
  definePlugin,
  type KubeObject,
  kubeClient,
  kubeViews,
  type ResourceType,
  type RolloutPlugin,
} from "@bellwether/core";
import { expect, test } from "vitest";
import { startTestHost } from "../src/index.ts";

const configMapType: ResourceType = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

function configMap(name: string, namespace = "default"): KubeObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } };
}

/** Answers every ConfigMap `ping` with one called `pong`. */
function pingPong(): RolloutPlugin {
  return definePlugin({
    name: "@test/ping-pong",
    version: "1.0.0",
    contributions: [
      controller.implement("ping-pong", {
        scope: "cluster",
        needs: { client: kubeClient, views: kubeViews },
        create: ({ client, views }) => ({
          run: async (signal) => {
            const view = views.of(configMapType);
            using _subscription = view.subscribe(({ type, object }) => {
              if (type !== "added" || object.metadata.name !== "ping") return;
              void client.create(configMapType, configMap("pong"), { fieldManager: "ping-pong" });
            });
            await view.synced(signal);
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          },
        }),
      }),
    ],
  });
}

test("plugins work on each cluster's own objects, through links like those of a real cluster", async () => {
  await using running = await startTestHost({ plugins: [pingPong()], clusters: ["east", "west"] });
  const { clock, host } = running;
  const [east, west] = [running.cluster("east"), running.cluster("west")];
  expect(host.clusters().map(({ name, leading }) => [name, leading])).toEqual([
    ["east", true],
    ["west", true],
  ]);
  east.create(configMapType, configMap("ping"));
  await clock.runUntil(() => east.writes("ping-pong").length > 0, 10_000);
  expect(west.writes("ping-pong")).toEqual([]);
});

test("after the host has stopped, nobody answers", async () => {
  await using running = await startTestHost({ plugins: [pingPong()] });
  await running.stop();
  running.cluster().create(configMapType, configMap("ping"));
  await running.clock.advance(60_000);
  expect(running.cluster().writes("ping-pong")).toEqual([]);
  expect(() => running.cluster("west")).toThrow("only east");
});
