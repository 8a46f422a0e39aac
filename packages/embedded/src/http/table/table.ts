import type { KubeObject } from "@bellwether/core";
import type { ServedType } from "../../api/types/served-type.ts";
import { ageColumn, type Column, nameColumn } from "./column.ts";
import { builtInColumns } from "./built-in/built-in-columns.ts";
import { customColumns } from "./custom-columns.ts";

export type IncludeObject = "None" | "Metadata" | "Object";

export interface TableRequest {
  readonly includeObject: IncludeObject;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Later events of a watch repeat no headings. */
  readonly headings: boolean;
}

/** Objects as `kubectl get` asks for them: one row each, with the columns of their type. */
export function tableOf(
  type: ServedType,
  metadata: Readonly<Record<string, unknown>>,
  objects: readonly KubeObject[],
  request: TableRequest,
): Readonly<Record<string, unknown>> {
  const columns = columnsOf(type);
  return {
    kind: "Table",
    apiVersion: "meta.k8s.io/v1",
    metadata,
    columnDefinitions: request.headings ? columns.map(({ heading }) => heading) : null,
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.cell(object, request.now)),
      ...rowObject(object, request.includeObject),
    })),
  };
}

/** An object of which only the metadata travels. */
export function partialMetadata({ metadata }: KubeObject): KubeObject {
  return { kind: "PartialObjectMetadata", apiVersion: "meta.k8s.io/v1", metadata };
}

function rowObject(object: KubeObject, include: IncludeObject): { readonly object?: KubeObject } {
  if (include === "None") return {};
  return { object: include === "Object" ? object : partialMetadata(object) };
}

function columnsOf(type: ServedType): readonly Column[] {
  if (type.printerColumns.length > 0) return customColumns(type);
  return builtInColumns.get(`${type.group}/${type.kind}`) ?? [nameColumn, ageColumn];
}
