import { badRequest } from "../../api/errors/status-error.ts";

/** What a path under `/api` or `/apis` names. Parts that are absent are empty. */
export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

/** The subresources of a namespace; any other word after its name is a type of object in it. */
const ofNamespace = ["status", "finalize"];

/** Reads `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME[/SUBRESOURCE]]`; undefined for any other path. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const parts = path.split("/").slice(1).map(decoded);
  const [root, ...rest] = parts.at(-1) === "" ? parts.slice(0, -1) : parts;
  if (root !== "api" && root !== "apis") return undefined;
  const [group = "", version = "", ...words] = root === "api" ? ["", ...rest] : rest;
  const namespaced = words[0] === "namespaces" && words.length > 2 && !ofNamespace.includes(words[2] ?? "");
  const [plural = "", name = "", subresource = "", ...beyond] = namespaced ? words.slice(2) : words;
  if (plural === "" || beyond.length > 0) return undefined;
  return { group, version, plural, namespace: namespaced ? (words[1] ?? "") : "", name, subresource };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest(`the path has a broken escape: ${part}`);
  }
}
