import { deepEqual } from "../json/deep-equal.ts";
import { isObject, snapshot, type JsonObject } from "../json/json-object.ts";

/** An operation that does not fit the document, or a `test` that fails. */
export class JsonPatchFault extends Error {
  override readonly name: string = "JsonPatchFault";
}

/** RFC 6902. The document is not changed; parts that no operation touches are shared with it. */
export function jsonPatch(document: unknown, operations: readonly Readonly<Record<string, unknown>>[]): unknown {
  return operations.reduce<unknown>(applyOperation, document);
}

function applyOperation(document: unknown, operation: Readonly<Record<string, unknown>>): unknown {
  const path = pointer(operation["path"]);
  const { value } = operation;
  switch (operation["op"]) {
    case "add":
      return changed(document, path, { put: snapshot(value), insert: true });
    case "replace":
      lookup(document, path);
      return changed(document, path, { put: snapshot(value), insert: false });
    case "remove":
      lookup(document, path);
      return changed(document, path, undefined);
    case "move": {
      const from = pointer(operation["from"]);
      const moved = lookup(document, from);
      return changed(changed(document, from, undefined), path, { put: moved, insert: true });
    }
    case "copy":
      return changed(document, path, { put: lookup(document, pointer(operation["from"])), insert: true });
    case "test":
      if (deepEqual(valueAt(document, path) ?? null, value ?? null)) return document;
      throw new JsonPatchFault(`testing value ${String(operation["path"])} failed`);
    default:
      throw new JsonPatchFault(`unexpected kind: ${String(operation["op"])}`);
  }
}

function pointer(text: unknown): readonly string[] {
  if (typeof text !== "string" || (text !== "" && !text.startsWith("/")))
    throw new JsonPatchFault(`missing or invalid path: ${String(text)}`);
  return text
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (node, part) => (Array.isArray(node) ? node[Number(part)] : isObject(node) ? node[part] : undefined),
    document,
  );
}

function lookup(document: unknown, path: readonly string[]): unknown {
  const value = valueAt(document, path);
  if (value === undefined) throw new JsonPatchFault(`nonexistent key: /${path.join("/")}`);
  return value;
}

interface Edit {
  readonly put: unknown;
  readonly insert: boolean;
}

function changed(node: unknown, path: readonly string[], edit: Edit | undefined): unknown {
  const [part, ...rest] = path;
  if (part === undefined) return edit?.put;
  if (Array.isArray(node)) return changedList(node, part, rest, edit);
  if (!isObject(node)) throw new JsonPatchFault(`doc is missing path: /${path.join("/")}`);
  const copy: JsonObject = { ...node };
  if (rest.length > 0) copy[part] = changed(node[part], rest, edit);
  else if (edit === undefined) delete copy[part];
  else copy[part] = edit.put;
  return copy;
}

function changedList(
  list: readonly unknown[],
  part: string,
  rest: readonly string[],
  edit: Edit | undefined,
): unknown[] {
  const index = part === "-" ? list.length : Number(part);
  if (!Number.isInteger(index) || index < 0 || index > list.length)
    throw new JsonPatchFault(`invalid array index ${part}`);
  if (rest.length > 0) return list.with(index, changed(list[index], rest, edit));
  if (edit === undefined) return list.toSpliced(index, 1);
  return edit.insert ? list.toSpliced(index, 0, edit.put) : list.with(index, edit.put);
}
