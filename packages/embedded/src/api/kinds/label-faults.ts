import { invalid, type FieldError } from "../errors/field-error.ts";
import type { Labels } from "../select/label-selector.ts";
import { labelValue, qualifiedKey } from "./names.ts";

export function labelFaults(labels: Labels, field: string, errors: FieldError[]): void {
  for (const [key, value] of Object.entries(labels)) {
    for (const fault of qualifiedKey(key)) errors.push(invalid(field, key, fault));
    for (const fault of labelValue(value)) errors.push(invalid(field, value, fault));
  }
}
