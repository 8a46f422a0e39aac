import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue } from "@bellwether/core";
import { expect, test } from "vitest";
import { run } from "./kit/command.ts";
import { logOf, startDaemon } from "./kit/daemon.ts";
import { Person } from "./kit/person.ts";
import { hasSucceeded, untilStatus, waitsWith } from "./kit/rollout-status.ts";
import { TestCluster } from "./kit/test-cluster.ts";
import { until } from "./kit/until.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";

const fixedKeys =
  "time level msg cluster namespace name kind uid step revision guard epoch plugin point method code requestId ms";

async function ask(address: string, path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`http://${address}${path}`);
  return { status: answer.status, text: await answer.text() };
}

test("probes, metrics, logs, and a clean stop", async () => {
  await using cluster = await TestCluster.start();
  await using person = new Person(cluster.link());
  await using daemon = startDaemon(cluster, ["--log-level", "debug"]);
  await daemon.says("this host leads");
  const address = String(logOf(daemon).find(({ listen }) => listen !== undefined)?.["listen"]);
  expect(await ask(address, "/livez")).toEqual({ status: 200, text: "ok" });
  await until(async () => (await ask(address, "/readyz")).status === 200, 5000);
  expect((await ask(address, "/secrets")).status).toBe(404);

  await person.apply(definition, application.v1);
  await until(() => cluster.find("ApplicationRevision", "test-rolling-v1") !== undefined, 10_000);
  await person.apply(rollout.v1);
  await untilStatus(cluster, hasSucceeded("test-rolling-v1"));
  await person.apply(rolloutTo({ name: "wrong", target: "test-rolling-v9", batches: [1] }));
  await untilStatus(cluster, waitsWith("REVISION_NOT_FOUND"), { name: "wrong" });

  const { text } = await ask(address, "/metrics");
  for (const line of text.trimEnd().split("\n"))
    expect(line).toMatch(/^(# (HELP|TYPE) bellwether_\w+ .+|bellwether_\w+(\{(\w+="[^"]*",?)*\})? [\d.e+-]+)$/);
  expect(text).toMatch(/^bellwether_cluster_up\{cluster="east"\} 1$/m);
  expect(text).toMatch(/^bellwether_leader\{cluster="east"\} 1$/m);
  expect(text).toMatch(/^bellwether_epoch\{cluster="east"\} 1$/m);
  expect(text).toMatch(/^bellwether_transitions_total\{.*guard="WorkloadReleased".*\} 1$/m);

  daemon.kill("SIGTERM");
  const stopped = Date.now();
  expect(await daemon.ended).toMatchObject({ code: 0, stderr: "" });
  expect(Date.now() - stopped).toBeLessThan(5000);

  const log = logOf(daemon);
  const keys = new Set(log.flatMap((line) => Object.keys(line)));
  expect([...keys].filter((key) => !`${fixedKeys} identity listen`.split(" ").includes(key))).toEqual([]);
  for (const line of log) {
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(["debug", "info", "warn", "error"]).toContain(line.level);
    if (line.level === "error") expect(Object.keys(catalogue)).toContain(line["code"]);
  }
  const transitions = log.filter(
    ({ level, guard, msg }) => level === "info" && guard !== undefined && / now /.test(msg),
  );
  expect(transitions.map(({ guard }) => guard)).toEqual(
    expect.arrayContaining(["TargetLocated", "SpecVerified", "WorkloadClaimed", "BatchPodsReady", "WorkloadReleased"]),
  );
  expect(log.at(-1)?.msg).toBe("stopped");
});

test("a cluster that does not answer does not keep the daemon from being ready, and is served once it does", async () => {
  await using cluster = await TestCluster.start();
  await cluster.goAway();
  await using daemon = startDaemon(cluster);
  await daemon.says("CLUSTER_UNREACHABLE");
  const address = String(logOf(daemon).find(({ listen }) => listen !== undefined)?.["listen"]);
  await until(async () => (await ask(address, "/readyz")).status === 200, 10_000);
  expect((await ask(address, "/metrics")).text).toMatch(/^bellwether_cluster_up\{cluster="east"\} 0$/m);
  await cluster.comeBack();
  await daemon.says("this host leads");
});

test("a configuration with several faults is refused with all of them", async () => {
  await using files = new AsyncDisposableStack();
  const folder = files.adopt(await mkdtemp(join(tmpdir(), "bellwether-config-")), (path) =>
    rm(path, { recursive: true }),
  );
  const file = join(folder, "bellwether.yaml");
  await writeFile(file, "contexts: east\nlisten: everywhere\nleaseSeconds: 1\nlogLevel: loud\ncolour: blue\n");
  const { code, stdout, stderr } = await run(["run", "--config", file]);
  expect([code, stdout]).toEqual([5, ""]);
  expect(stderr.replaceAll(file, "FILE").split("\n").slice(0, 6)).toEqual([
    "error: 5 faults in the configuration, nothing was started [CONFIG_REFUSED]",
    '  FILE: contexts is "east"; it takes a list of texts',
    '  FILE: listen is "everywhere"; it takes HOST:PORT, as in 127.0.0.1:9440',
    "  FILE: leaseSeconds is 1; it takes a whole number of seconds, 3 or more",
    '  FILE: logLevel is "loud"; it takes debug, info, warn, error',
    expect.stringMatching(/^ {2}FILE: colour is no setting; settings are kubeconfig, /),
  ]);
});
