import type { KubeObject } from "@bellwether/core";
import type { JsonSchema } from "../schema/json-schema.ts";
import type { PrinterColumn, ScalePaths } from "../types/served-type.ts";

interface CustomResourceNames {
  readonly plural: string;
  readonly singular?: string;
  readonly kind: string;
  readonly listKind?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

export interface CustomResourceVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated?: boolean;
  readonly deprecationWarning?: string;
  readonly schema?: { readonly openAPIV3Schema?: JsonSchema };
  readonly subresources?: { readonly status?: object; readonly scale?: ScalePaths };
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
  readonly selectableFields?: readonly { readonly jsonPath: string }[];
}

interface CustomResourceDefinitionSpec {
  readonly group: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly names: CustomResourceNames;
  readonly versions: readonly CustomResourceVersion[];
  readonly preserveUnknownFields?: boolean;
}

export type CustomResourceDefinition = KubeObject & { readonly spec: CustomResourceDefinitionSpec };
