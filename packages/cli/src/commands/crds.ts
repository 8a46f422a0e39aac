import { type KubeObject, type ResourceType } from "@bellwether/core";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/workload-openkruise";
import { stringify } from "yaml";
import { chooseContexts, openClusters } from "../clusters/open-clusters.ts";
import { systemClock } from "@bellwether/host/system-clock";
import { clusterOptionsOf, type RawOptions } from "../options/cluster-options.ts";
import { writeOptionsOf } from "../options/write-options.ts";
import type { Streams } from "../program/command-definition.ts";

export const crdType: ResourceType = {
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
};

export async function run(streams: Streams, _: readonly string[], raw: RawOptions): Promise<number> {
  const definitions = [...(await oamDefinitions()), ...(raw["openkruise"] === true ? await kruiseDefinitions() : [])];
  if (raw["install"] === true) return install(streams, definitions, raw);
  streams.stdout.write(
    raw["output"] === "json"
      ? `${JSON.stringify({ apiVersion: "v1", kind: "List", items: definitions }, null, 2)}\n`
      : definitions.map((definition) => stringify(definition)).join("---\n"),
  );
  return 0;
}

async function install(streams: Streams, definitions: readonly KubeObject[], raw: RawOptions): Promise<number> {
  const options = clusterOptionsOf(raw);
  const clusters = await openClusters(await chooseContexts(options, streams.env), options, systemClock);
  await using stack = new AsyncDisposableStack();
  for (const { link } of clusters) stack.use(link);
  const { dryRun, fieldManager } = writeOptionsOf(raw);
  const suffix = dryRun === "none" ? "" : ` (${dryRun} dry run)`;
  for (const { link } of clusters) {
    for (const definition of definitions) {
      if (dryRun !== "client")
        await link.client.apply(crdType, definition, { fieldManager, force: true, dryRun: dryRun === "server" });
      streams.stdout.write(`applied ${definition.metadata.name ?? ""} on ${link.name}${suffix}\n`);
    }
  }
  return 0;
}
