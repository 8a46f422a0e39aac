import type { KubeObject } from "@bellwether/core";

/** An object as a template yields it, named, labelled and in its namespace. */
export interface Manifest {
  readonly object: KubeObject;
  /** Of the object's content. */
  readonly hash: string;
}

export interface RenderedComponent {
  readonly name: string;
  /** `<component>-v<number of the application revision>`. */
  readonly revision: string;
  readonly workload: Manifest;
  readonly outputs: readonly Manifest[];
}

export interface RenderedRevision {
  /** Name of the ApplicationRevision. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the Application. */
  readonly application: string;
  readonly components: readonly RenderedComponent[];
}
