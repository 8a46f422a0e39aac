import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

export interface Source {
  /** Path from the root of the repository. */
  readonly path: string;
  /** `packages/core`, `plugins/oam` … */
  readonly workspace: string;
  readonly text: string;
  /** What the file imports, statically or dynamically. */
  readonly imports: readonly string[];
}

export interface Workspace {
  /** `packages/core`, `plugins/oam` … */
  readonly folder: string;
  readonly manifest: Manifest;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export const workspaces: readonly Workspace[] = ["packages", "plugins", "examples", "test"].flatMap((parent) =>
  readdirSync(root + parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${parent}/${entry.name}`)
    .flatMap((folder) => {
      const files = readdirSync(root + folder);
      return files.includes("package.json")
        ? [{ folder, manifest: JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")) as Manifest }]
        : [];
    }),
);

export const sources: readonly Source[] = workspaces.flatMap(({ folder }) =>
  readdirSync(root + folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith(".ts") && !/node_modules|\/dist|\/gen\b/.test(entry.parentPath),
    )
    .map((entry) => {
      const file = `${entry.parentPath}/${entry.name}`;
      const text = readFileSync(file, "utf8");
      return { path: file.slice(root.length), workspace: folder, text, imports: importsOf(text) };
    }),
);

function importsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].map(([, specifier]) => specifier ?? "");
}
