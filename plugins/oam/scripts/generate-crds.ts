import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const folder = new URL("../crds/", import.meta.url);
const definitions = readdirSync(folder)
  .sort()
  .map((file) => JSON.stringify(parse(readFileSync(new URL(file, folder), "utf8"))));

writeFileSync(
  new URL("../src/gen/crds.ts", import.meta.url),
  `/* Made from crds/*.yaml by \`npm run generate\`. */
import type { KubeObject } from "@bellwether/core";

export const definitions: readonly KubeObject[] = [
  ${definitions.join(",\n  ")},
];
`,
);
