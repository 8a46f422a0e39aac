import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { askedRight } from "./asked-rights.ts";
import { startWatchedCluster, type WatchedCluster } from "./watched-cluster.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("the roles of docs/rbac.yaml allow what the daemon asks for, and nothing without a reason", async () => {
  await using cluster = await startWatchedCluster();
  const daemon = spawn(
    process.execPath,
    [
      "--conditions=bellwether-source",
      "packages/cli/src/main.ts",
      "run",
      "--kubeconfig",
      cluster.kubeconfig,
      "--listen",
      "127.0.0.1:0",
    ],
    { cwd: root, stdio: "ignore" },
  );
  const ended = once(daemon, "close");
  try {
    await liveThrough(cluster);
  } finally {
    daemon.kill("SIGTERM");
    await ended;
  }
  const asked = new Set(cluster.requests.map(askedRight).filter((right) => right !== undefined));
  const allowed = new Set(await allowedRights());
  expect([...asked.difference(allowed)]).toEqual([]);
  expect([...allowed.difference(asked)].toSorted()).toEqual([
    // The API server asks for it where a server-side apply finds no object.
    "create clonesets.apps.kruise.io",
    "create deployments.apps",
    // Revisions beyond the limit, and a component that its Application no longer has.
    "delete applicationrevisions.core.oam.dev",
    "delete clonesets.apps.kruise.io",
  ]);
});

interface Role extends KubeObject {
  readonly rules?: readonly { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
}

async function allowedRights(): Promise<readonly string[]> {
  const documents = parseAllDocuments(await readFile(`${root}docs/rbac.yaml`, "utf8"));
  const rules = documents.flatMap((document) => (document.toJS() as Role).rules ?? []);
  return rules.flatMap(({ apiGroups: [group = ""], resources, verbs }) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group === "" ? resource : `${resource}.${group}`}`)),
  );
}

async function liveThrough(cluster: WatchedCluster): Promise<void> {
  for (const file of ["definitions/clonesetservice", "definitions/webservice"])
    await cluster.apply(await walkthrough(file));
  for (const version of ["v1", "v2"]) {
    await rollOut(cluster, version, "rolling-example", `test-rolling-${version}`);
    await rollOut(cluster, `deployment/${version}`, "shop", `shop-${version}`);
  }
}

async function rollOut(cluster: WatchedCluster, folder: string, name: string, target: string): Promise<void> {
  await cluster.apply(await walkthrough(`${folder}/application`));
  await cluster.apply(await walkthrough(`${folder}/rollout`));
  await succeeded(cluster, name, target);
}

async function walkthrough(file: string): Promise<KubeObject> {
  const object = parse(await readFile(`${root}examples/walkthrough/${file}.yaml`, "utf8")) as KubeObject;
  return { ...object, metadata: { namespace: "default", ...object.metadata } };
}

async function succeeded(cluster: WatchedCluster, name: string, target: string): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    const { status } = (await cluster.get("AppRollout", name)) as { status?: Readonly<Record<string, unknown>> };
    if (status?.["rollingState"] === "rolloutSucceed" && status["lastTargetAppRevision"] === target) return;
    await sleep(50);
  }
  throw new Error(`${name} did not reach ${target}`);
}
