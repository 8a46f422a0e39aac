import type { KubeObject } from "@bellwether/core";

export interface ComponentDefinition extends KubeObject {
  readonly spec: {
    readonly workload?: { readonly definition?: { readonly apiVersion: string; readonly kind: string } };
    /** One entry: the template in its language. */
    readonly schematic?: Readonly<Record<string, { readonly template?: unknown } | undefined>>;
    readonly [field: string]: unknown;
  };
}

/** Where definitions for all namespaces are. */
export const systemNamespace = "vela-system";
