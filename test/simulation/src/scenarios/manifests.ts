import type { KubeObject } from "@bellwether/core";
import type { Plan } from "../world/goals.ts";
import { images, type Version } from "./versions.ts";

export type WorkloadKind = "CloneSet" | "Deployment";

const applicationName = "test-rolling";
export const rolloutName = "rolling-example";
const component = "metrics-provider";

export const definitionNames: Readonly<Record<WorkloadKind, string>> = {
  CloneSet: "clonesetservice",
  Deployment: "webservice",
};

export interface AppShape {
  readonly kind: WorkloadKind;
  readonly replicas: number;
}

/** The user's parameters of the component. */
function properties({ kind, replicas }: AppShape, version: Version): Readonly<Record<string, unknown>> {
  return {
    image: images[version],
    port: 8080,
    replicas,
    ...(kind === "CloneSet" ? { updateStrategyType: "InPlaceIfPossible" } : {}),
  };
}

export function application(shape: AppShape, version: Version): KubeObject {
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "Application",
    metadata: {
      name: applicationName,
      namespace: "default",
      annotations: { "app.oam.dev/rolling-components": component, "app.oam.dev/rollout-template": "true" },
    },
    spec: {
      components: [{ name: component, type: definitionNames[shape.kind], properties: properties(shape, version) }],
    },
  };
}

export interface RolloutOrder {
  readonly target: string;
  /** Absent: a first deployment, or a resize. */
  readonly source?: string;
  readonly plan: Plan;
}

export function appRollout({ target, source, plan }: RolloutOrder): KubeObject {
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "AppRollout",
    metadata: { name: rolloutName, namespace: "default" },
    spec: {
      targetAppRevisionName: target,
      ...(source === undefined ? {} : { sourceAppRevisionName: source }),
      componentList: [component],
      rolloutPlan: plan,
    },
  };
}

/** What the renderer is asked for this component, whichever revision it is for. */
export function renderRequest(
  shape: AppShape,
  version: Version,
  template: string,
): { component: string; template: string; parameters: Readonly<Record<string, unknown>> } {
  return { component, template, parameters: properties(shape, version) };
}
