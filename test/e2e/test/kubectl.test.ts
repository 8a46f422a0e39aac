import { readFile } from "node:fs/promises";
import { findStockKubectl, Kubectl } from "@bellwether/testing";
import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { countsOf, runsOf } from "./kit/counts.ts";
import { startDev } from "./kit/dev.ts";
import { masked } from "./kit/masked.ts";
import { type RolloutStatus, statusOf } from "./kit/rollout-status.ts";
import { Transcript } from "./kit/transcript.ts";
import { until } from "./kit/until.ts";
import { rolloutTo } from "./kit/walkthrough.ts";

const stock = await findStockKubectl();
if (stock.missing !== undefined) console.warn(`The walk-through with kubectl is skipped: ${stock.missing}`);

const succeeds = "wait approllout/rolling-example --for=condition=RolloutSucceed --timeout=20s";
const images = "get pods -o jsonpath={range.items[*]}{.spec.containers[0].image}{'\\n'}{end}";

/** Objects as `kubectl get -w -o json` prints them, one after the other. */
function objectsIn(text: string): readonly KubeObject[] {
  return text
    .split(/(?<=^\})\n/m)
    .filter((part) => part.trimEnd().endsWith("}"))
    .map((part) => JSON.parse(part) as KubeObject);
}

test.skipIf(stock.missing !== undefined)(
  "S-1 to S-5 with a stock kubectl",
  async () => {
    await using dev = await startDev("--speed", "20");
    await using kubectl = await Kubectl.open(stock.path ?? "", parse(await readFile(dev.kubeconfig, "utf8")) as object);
    const session = new Transcript(kubectl);

    await session.type("config get-contexts -o name");
    await session.type("apply -f examples/walkthrough/definitions/ -f examples/walkthrough/v1/application.yaml");
    await session.type("wait application/test-rolling --for=jsonpath={.status.latestRevision.name}=test-rolling-v1");
    await session.type("get applicationrevisions");
    expect(await kubectl.ok("get clonesets,pods")).toBe("");

    const watching = kubectl.spawn(["get", "approllout", "-w", "-o", "json"]);
    let watched = "";
    watching.stdout?.setEncoding("utf8").on("data", (text: string) => (watched += text));
    const statuses = (): readonly RolloutStatus[] =>
      objectsIn(watched)
        .map(statusOf)
        .filter(({ rollingState }) => rollingState !== undefined);

    await session.type("apply -f examples/walkthrough/v1/rollout.yaml");
    await session.type(succeeds);
    await session.type("get approllout");
    await session.type("get cloneset");
    await session.type("get pods");

    await session.type("apply -f examples/walkthrough/v2/application.yaml");
    await session.type("wait application/test-rolling --for=jsonpath={.status.latestRevision.name}=test-rolling-v2");
    expect(await session.type(images)).toBe("stefanprodan/podinfo:4.0.6\n".repeat(5));

    await session.type("apply -f examples/walkthrough/v2/rollout.yaml");
    await session.type(succeeds);
    expect(await session.type(images)).toBe("stefanprodan/podinfo:5.0.2\n".repeat(5));

    const [v1, v2] = ["test-rolling-v1", "test-rolling-v2"];
    const order = (object: object): Promise<string> => kubectl.ok("apply -f -", { stdin: JSON.stringify(object) });
    await order(rolloutTo({ source: v2, target: v1, batches: [1, 2, 2] }));
    await kubectl.ok(succeeds);
    await order(rolloutTo({ source: v1, target: v2, batches: [1, "50%", "50%"], plan: { batchPartition: 1 } }));
    await session.type(
      "wait approllout/rolling-example --for=jsonpath={.status.waiting.guard}=PartitionRaised --timeout=20s",
    );
    const [header, row] = (await session.type("get approllout")).split("\n");
    expect(header?.split(/ {2,}/)).toEqual([
      "NAME",
      "TARGET",
      "UPGRADED",
      "READY",
      "BATCH-STATE",
      "ROLLING-STATE",
      "AGE",
    ]);
    expect(row).toMatch(/^rolling-example   5        4          4       batchReady    rollingInBatches   \d+s$/);
    await session.type("get approllout -o wide");
    await session.type("describe approllout rolling-example --show-events=false");
    const described = await kubectl.ok("describe approllout rolling-example");
    for (const reason of ["TargetLocated", "SpecVerified", "WorkloadClaimed", "BatchPodsReady", "WorkloadReleased"])
      expect(described).toMatch(new RegExp(`Normal  ${reason} +\\d+s +bellwether.dev/host `));
    await session.type(
      'patch approllout rolling-example --type=merge -p {"spec":{"rolloutPlan":{"batchPartition":2}}}',
    );
    await session.type(succeeds);
    await session.type("get approllout");
    await session.type("get cloneset metrics-provider");

    await until(() => statuses().at(-1)?.rollingState === "rolloutSucceed", 5000);
    watching.kill();
    const runs = runsOf(statuses());
    expect(runs.map(countsOf)).toEqual([
      [1, 3, 5],
      [1, 3, 5],
      [1, 3, 5],
      [1, 4, 5],
    ]);
    for (const run of runs) {
      expect(run.at(-1)).toMatchObject({ rollingState: "rolloutSucceed", currentBatch: 2, upgradedReadyReplicas: 5 });
      for (const { upgradedReplicas = 0, upgradedReadyReplicas = 0 } of run)
        expect(upgradedReadyReplicas).toBeLessThanOrEqual(upgradedReplicas);
    }
    const stops = runs[3]?.filter(({ waiting }) => waiting?.guard === "PartitionRaised") ?? [];
    expect(stops.length).toBeGreaterThan(0);
    for (const stop of stops)
      expect(stop).toMatchObject({ batchRollingState: "batchReady", currentBatch: 1, upgradedReplicas: 4 });
    await expect(masked(session.text)).toMatchFileSnapshot("./golden/kubectl-session.txt");

    const stopped = Date.now();
    dev.command.kill("SIGINT");
    expect((await dev.command.ended).code).toBe(0);
    expect(Date.now() - stopped).toBeLessThan(5000);
  },
  60_000,
);
