import { readFile } from "node:fs/promises";
import type { KubeObject } from "@bellwether/core";
import { parse } from "yaml";
import { repository } from "./command.ts";

/** Paths of the walk-through's files, for kubectl. */
const folder = `${repository}examples/walkthrough/`;

async function manifest(path: string): Promise<KubeObject> {
  const object = parse(await readFile(`${folder}${path}`, "utf8")) as KubeObject;
  return { ...object, metadata: { namespace: "default", ...object.metadata } };
}

export const definition: KubeObject = await manifest("definitions/clonesetservice.yaml");
export const webservice: KubeObject = await manifest("definitions/webservice.yaml");
export const application: Readonly<Record<"v1" | "v2", KubeObject>> = {
  v1: await manifest("v1/application.yaml"),
  v2: await manifest("v2/application.yaml"),
};

/** The files' own rollouts: S-2 and S-4. */
export const rollout: Readonly<Record<"v1" | "v2", KubeObject>> = {
  v1: await manifest("v1/rollout.yaml"),
  v2: await manifest("v2/rollout.yaml"),
};

export interface RolloutOrder {
  readonly name?: string;
  readonly source?: string;
  readonly target: string;
  readonly batches: readonly (number | string)[];
  /** More fields of the plan. */
  readonly plan?: Readonly<Record<string, unknown>>;
}

/** A rollout of the walk-through's component. */
export function rolloutTo({ name = "rolling-example", source, target, batches, plan = {} }: RolloutOrder): KubeObject {
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "AppRollout",
    metadata: { name, namespace: "default" },
    spec: {
      ...(source === undefined ? {} : { sourceAppRevisionName: source }),
      targetAppRevisionName: target,
      componentList: ["metrics-provider"],
      rolloutPlan: { rolloutBatches: batches.map((replicas) => ({ replicas })), ...plan },
    },
  };
}
