import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The fenced TypeScript of every page, by a file name that says where it is: `writing-a-plugin-12.ts`. */
async function codeBlocks(): Promise<ReadonlyMap<string, string>> {
  const pages = (await readdir(join(root, "docs"))).filter((file) => file.endsWith(".md"));
  const blocks = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(root, "docs", page), "utf8");
      return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ 1: code = "", index }) => {
        const line = text.slice(0, index).split("\n").length;
        return [`${page.replace(/\.md$/, "")}-${line}.ts`, code] as const;
      });
    }),
  );
  return new Map(blocks.flat());
}

test("the TypeScript of the pages compiles against the sources", async () => {
  const blocks = await codeBlocks();
  expect(blocks.size).toBeGreaterThan(0);
  // Packages are found from below the root's node_modules.
  const cache = join(root, "node_modules/.cache");
  await mkdir(cache, { recursive: true });
  await using folder = await mkdtempDisposable(join(cache, "bellwether-docs-"));
  for (const [file, code] of blocks) await writeFile(join(folder.path, file), code);
  const config = {
    extends: join(root, "tsconfig.base.json"),
    compilerOptions: { types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
    files: [...blocks.keys()],
  };
  await writeFile(join(folder.path, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(folder.path, "package.json"), JSON.stringify({ type: "module" }));
  expect(await diagnostics(folder.path)).toBe("");
});

/** What the compiler has to say; empty when it is content. */
function diagnostics(folder: string): Promise<string> {
  const compiler = join(root, "node_modules/.bin/tsc");
  return new Promise((resolve) => execFile(compiler, ["-p", folder], (_, stdout) => resolve(stdout)));
}
