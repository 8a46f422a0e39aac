import {
  createToken,
  definePlugin,
  kubeClient,
  type RolloutPlugin,
  strategy,
  type WorkloadAdapter,
  workloadAdapter,
} from "@bellwether/core";
import { expect, test } from "vitest";
import { CompositionError, startHost } from "../src/index.ts";
import { hostTokens } from "../src/compose/provided-service.ts";
import { faultsOf } from "../src/compose/validate-plugins.ts";
import { Logs } from "./kit/logs.ts";
import { VirtualClock } from "./kit/virtual-clock.ts";

const noStrategy = { scope: "host", create: () => ({ lowerFirst: false, plan: () => ({ steps: [] }) }) } as const;

function pluginOf(name: string, ...contributions: RolloutPlugin["contributions"]): RolloutPlugin {
  return definePlugin({ name, version: "1.0.0", contributions });
}

const textsOf = (...plugins: RolloutPlugin[]): readonly (readonly string[])[] =>
  faultsOf(plugins, hostTokens).map(({ message, code, remedy }) => [message, code, remedy]);

test("plugins that fit together have no faults", () => {
  expect(textsOf(pluginOf("@acme/a", strategy.implement("A", noStrategy)))).toEqual([]);
});

test.each([
  [2, "upgrade the host to one that speaks plugin API 2, or install an older @acme/my-mesh"],
  [0, "upgrade @acme/my-mesh to a version for plugin API 1"],
])("a plugin of API %i is refused, and the side to upgrade is named", (api, remedy) => {
  const message = `plugin @acme/my-mesh was built for plugin API ${api}, this host speaks 1`;
  expect(textsOf({ ...pluginOf("@acme/my-mesh"), api })).toEqual([[message, "PLUGIN_API_MISMATCH", remedy]]);
});

test("two plugins with one key are both named", () => {
  const texts = textsOf(
    pluginOf("@bellwether/batch", strategy.implement("A", noStrategy)),
    pluginOf("@acme/batch", strategy.implement("A", noStrategy)),
  );
  const message = "strategy/A is contributed by @bellwether/batch and by @acme/batch";
  expect(texts).toEqual([[message, "CONTRIBUTION_DUPLICATE", "remove one from plugins, or rename a key"]]);
});

test("a host-wide contribution may not need what exists per cluster", () => {
  const plugin = pluginOf("@acme/slo", strategy.implement("A", { ...noStrategy, needs: { kube: kubeClient } }));
  const message = "strategy/A (plugin @acme/slo) has host scope but needs kubeClient, which exists per cluster";
  const remedy = 'scope: "cluster", or need a host-wide service: clock, logger, componentRenderers';
  expect(textsOf(plugin)).toEqual([[message, "SCOPE_TOO_NARROW", remedy]]);
});

test("a service that nothing provides is named with the known ones", () => {
  const needs = { secrets: createToken("secretStore", "host") };
  const adapter = workloadAdapter.implement("Set.acme.dev", {
    scope: "cluster",
    needs,
    create: () => ({}) as WorkloadAdapter,
  });
  const message = "workload-adapter/Set.acme.dev (plugin @acme/sets) needs secretStore, which nothing provides";
  const remedy =
    "add a service that provides it; known tokens: clock, logger, componentRenderers, kubeClient, kubeViews";
  expect(textsOf(pluginOf("@acme/sets", adapter))).toEqual([[message, "TOKEN_NOT_PROVIDED", remedy]]);
});

test("all faults come at once, before anything is created", async () => {
  let created = 0;
  const create = (): never => {
    created += 1;
    throw new Error("created");
  };
  const plugins = [
    pluginOf("@a/one", strategy.implement("A", { scope: "host", create })),
    pluginOf("@a/two", strategy.implement("A", { scope: "host", needs: { kube: kubeClient }, create })),
  ];
  const start = startHost({ plugins, clock: new VirtualClock(), log: new Logs() });
  const error = await start.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CompositionError);
  expect((error as CompositionError).code).toBe("COMPOSITION_INVALID");
  expect((error as CompositionError).message.split("\n")).toEqual([
    "2 faults in the composition, nothing was started",
    "  1 strategy/A is contributed by @a/one and by @a/two [CONTRIBUTION_DUPLICATE]",
    "  2 strategy/A (plugin @a/two) has host scope but needs kubeClient, which exists per cluster [SCOPE_TOO_NARROW]",
  ]);
  expect(created).toBe(0);
});
