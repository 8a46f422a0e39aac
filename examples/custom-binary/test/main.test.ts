import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock as clock } from "@bellwether/host";
import { linkContext, loadKubeconfig } from "@bellwether/kubernetes";
import { expect, test } from "vitest";
import { apply } from "./apply.ts";
import { root, startCommand } from "./command.ts";

const sources = "--conditions=bellwether-source";

test.each([
  { runtime: "Node", program: process.execPath, flags: [sources] },
  { runtime: "Deno", program: join(root, "node_modules/.bin/deno"), flags: ["run", "-A", sources] },
])("rolls out on an embedded cluster, all on $runtime", async ({ program, flags }) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "bellwether-custom-"));
  const file = join(folder.path, "kubeconfig");
  const dev = ["dev", "--no-host", "--clusters", "1", "--speed", "20", "--write-kubeconfig", file];
  await using clusters = startCommand(program, [...flags, "packages/cli/src/main.ts", ...dev]);
  await clusters.says("ready");
  await using host = startCommand(program, [...flags, "examples/custom-binary/src/main.ts", file]);

  await using east = await linkContext({ kubeconfig: await loadKubeconfig([file]), clock });
  await apply(east, "definitions/clonesetservice.yaml");
  await apply(east, "v1/application.yaml");
  await apply(east, "v1/rollout.yaml");
  await host.says("-> rolloutSucceed");

  expect(await host.interrupt()).toBe(0);
  const [first, ...others] = host.output().trimEnd().split("\n");
  expect(first).toBe("east rolling-example: locatingTargetApp -> verifyingSpec (TargetLocated)");
  expect(others.filter((line) => line.includes("-> rollingInBatches/batchReady"))).toHaveLength(3);
});
