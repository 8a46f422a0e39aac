import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type * as crdGenerate from "@kubernetes-models/crd-generate";
import { parse } from "yaml";
import { nativeModule } from "./native-module.ts";

// The ESM build of the generator imports a directory of ajv, which Node refuses.
const { generate } = createRequire(import.meta.url)("@kubernetes-models/crd-generate") as typeof crdGenerate;

const crds = new URL("../crds/", import.meta.url);
const gen = fileURLToPath(new URL("../src/gen/", import.meta.url));
const yaml = readdirSync(crds)
  .sort()
  .map((file) => readFileSync(new URL(file, crds), "utf8"));

rmSync(gen, { recursive: true, force: true });
mkdirSync(gen, { recursive: true });
await generate({ input: yaml.join("---\n"), outputPath: gen });

for (const file of readdirSync(gen, { recursive: true, encoding: "utf8" })) {
  if (!/\.(ts|js)$/.test(file)) continue;
  const text = readFileSync(`${gen}${file}`, "utf8");
  rmSync(`${gen}${file}`);
  if (!file.endsWith(".d.ts")) writeFileSync(`${gen}${file.replace(/\.js$/, ".ts")}`, nativeModule(text));
}

writeFileSync(
  `${gen}crds.ts`,
  `/* Made from crds/*.yaml by \`npm run generate\`. */
import type { CustomResourceDefinition } from "../custom-resource-definition.ts";

export const definitions: readonly CustomResourceDefinition[] = [
  ${yaml.map((text) => JSON.stringify(parse(text))).join(",\n  ")},
];
`,
);
