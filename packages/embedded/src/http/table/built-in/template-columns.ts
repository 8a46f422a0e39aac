import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { selectorText } from "../../../api/select/object-label-selector.ts";
import { type Column, column, joined, listAt, textAt, wide } from "../column.ts";

/** `a=b,c=d`, or `<none>`. */
export function labelText(labels: unknown): string {
  return selectorText({ matchLabels: labels }) || "<none>";
}

/** The label selector at the path. */
export function selectorColumn(path: string): Column {
  return wide(column("Selector", (object) => selectorText(atPath(object, path)) || "<none>"));
}

/** Containers and images of the pod template of what is at the path. */
export function templateColumns(path: string): readonly Column[] {
  const containers = `${path}.template.spec.containers`;
  const each = (object: KubeObject, field: string): string =>
    joined(listAt(object, containers).map((container) => textAt(container, field)));
  return [
    wide(column("Containers", (object) => each(object, "name"))),
    wide(column("Images", (object) => each(object, "image"))),
  ];
}
