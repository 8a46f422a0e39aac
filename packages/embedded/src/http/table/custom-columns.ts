import type { PrinterColumn, ServedType } from "../../api/types/served-type.ts";
import { ageText } from "./age.ts";
import { type Cell, type Column, column, nameColumn, printed } from "./column.ts";
import { findByJsonPath } from "./json-path.ts";

/** The columns that a CustomResourceDefinition declares, after the name. */
export function customColumns(type: ServedType): readonly Column[] {
  return [nameColumn, ...type.printerColumns.map(customColumn)];
}

function customColumn(declared: PrinterColumn): Column {
  const { name, type, jsonPath } = declared;
  return column(name, (object, now) => cellOf(type, findByJsonPath(object, jsonPath)[0], now), {
    type,
    format: declared.format ?? "",
    description: declared.description ?? `Custom resource definition column (in JSONPath format): ${jsonPath}`,
    priority: declared.priority ?? 0,
  });
}

/** A value that does not fit the declared type leaves the cell empty. */
function cellOf(type: PrinterColumn["type"], value: unknown, now: number): Cell {
  if (value === undefined || value === null) return null;
  switch (type) {
    case "integer":
      return typeof value === "number" ? Math.trunc(value) : null;
    case "number":
      return typeof value === "number" ? value : null;
    case "boolean":
      return typeof value === "boolean" ? value : null;
    case "date":
      return typeof value === "string" ? ageText(value, now) : null;
    case "string":
      return printed(value);
  }
}
