import type { KubeObject } from "../kube/kube-object.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

/** What a template knows besides its parameters, as the seed's templates expect it under `context`. */
export interface RenderContext {
  readonly name: string;
  readonly appName: string;
  readonly appRevision: string;
  readonly appRevisionNum: number;
  readonly namespace: string;
  readonly revision: string;
}

export interface RenderRequest {
  /** Name of the component, for messages. */
  readonly component: string;
  readonly template: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly context: RenderContext;
}

export interface Rendered {
  /** The workload. */
  readonly output: KubeObject;
  /** Auxiliary objects by name. */
  readonly outputs: Readonly<Record<string, KubeObject>>;
}

/** Turns a component definition's template and a user's properties into objects. Pure; equal requests give equal results. */
export interface ComponentRenderer {
  /** Throws `RolloutError` with the reason when the template or its parameters are at fault. */
  render(request: RenderRequest, signal: AbortSignal): Promise<Rendered>;
}

export const componentRenderer: ExtensionPoint<ComponentRenderer> = createExtensionPoint("component-renderer");
