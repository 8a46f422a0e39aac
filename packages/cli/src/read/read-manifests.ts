import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { RolloutError, type KubeObject } from "@bellwether/core";
import { parseAllDocuments } from "yaml";

/** The objects of a YAML or JSON file with any number of documents; `-` is standard input. */
export async function readManifests(file: string): Promise<readonly KubeObject[]> {
  return parseManifests(await contentOf(file), file);
}

async function contentOf(file: string): Promise<string> {
  if (file === "-") return text(process.stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new RolloutError("FILE_UNREADABLE", `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

export function parseManifests(content: string, file: string): readonly KubeObject[] {
  return parseAllDocuments(content).flatMap((document) => {
    const [fault] = document.errors;
    if (fault !== undefined) {
      const { line, col } = fault.linePos?.[0] ?? { line: 0, col: 0 };
      throw new RolloutError("FILE_UNREADABLE", `${file}:${line}:${col} ${fault.message.split("\n")[0] ?? ""}`);
    }
    const object = document.toJS() as KubeObject | null;
    if (object === null) return [];
    if (typeof object.kind !== "string" || typeof object.apiVersion !== "string") {
      throw new RolloutError("FILE_UNREADABLE", `${file} holds a document without apiVersion and kind`);
    }
    return [object];
  });
}
