import { readFileSync } from "node:fs";
import type { KubeObject } from "@bellwether/core";
import { customResourceDefinitions as oamDefinitions } from "@bellwether/oam";
import { customResourceDefinitions as kruiseDefinitions } from "@bellwether/openkruise-models/crds";
import { parse } from "yaml";

/** The CustomResourceDefinitions of the kinds that schedules use. */
export async function servedDefinitions(): Promise<readonly KubeObject[]> {
  const all = [...(await oamDefinitions()), ...(await kruiseDefinitions())] as unknown as readonly KubeObject[];
  const used = ["applications", "applicationrevisions", "approllouts", "componentdefinitions", "clonesets"];
  return all.filter(({ metadata }) => used.includes((metadata.name ?? "").split(".")[0] ?? ""));
}

/** The component definition of the walk-through with this name. */
export function componentDefinition(name: string): KubeObject {
  const file = new URL(`../../../../examples/walkthrough/definitions/${name}.yaml`, import.meta.url);
  return parse(readFileSync(file, "utf8")) as KubeObject;
}
