import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const folder = new URL("../../../examples/walkthrough/", import.meta.url);
const objects = ["definitions/clonesetservice", "v1/application", "v1/rollout", "v2/application", "v2/rollout"].map(
  (file) => {
    const name = file.replace(/[-/](\w)/g, (_, letter: string) => letter.toUpperCase());
    const object: unknown = parse(readFileSync(new URL(`${file}.yaml`, folder), "utf8"));
    return `export const ${name}: KubeObject = ${JSON.stringify(object)};\n`;
  },
);

writeFileSync(
  new URL("../src/gen/walkthrough.ts", import.meta.url),
  `/* Made from examples/walkthrough by \`npm run generate\`. */\nimport type { KubeObject } from "@bellwether/core";\n\n${objects.join("\n")}`,
);
