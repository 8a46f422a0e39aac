import type { KubeObject } from "@bellwether/core";
import { listAt, textAt } from "./column.ts";

/** Whether a condition of the status is `True`. */
export function conditionHolds(object: KubeObject, type: string): boolean {
  return listAt(object, "status.conditions").some(
    (condition) => textAt(condition, "type") === type && textAt(condition, "status") === "True",
  );
}
