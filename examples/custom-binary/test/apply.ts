import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseApiVersion, type ClusterLink, type KubeObject } from "@bellwether/core";
import { parse } from "yaml";
import { root } from "./command.ts";

/** Applies a manifest of the walk-through, as `kubectl apply --server-side -f FILE` would. */
export async function apply({ client }: ClusterLink, file: string): Promise<void> {
  const manifest = parse(await readFile(join(root, "examples/walkthrough", file), "utf8")) as KubeObject;
  const { apiVersion, kind, metadata } = manifest;
  const type = { ...parseApiVersion(apiVersion), kind, plural: `${kind.toLowerCase()}s`, namespaced: true };
  const object = { ...manifest, metadata: { namespace: "default", ...metadata } };
  await client.apply(type, object, { fieldManager: "example" });
}
