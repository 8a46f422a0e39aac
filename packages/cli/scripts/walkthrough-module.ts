import { readFileSync } from "node:fs";
import { parse } from "yaml";

const folder = new URL("../../../examples/walkthrough/", import.meta.url);
const files = ["definitions/clonesetservice", "v1/application", "v1/rollout", "v2/application", "v2/rollout"];

/** The walk-through's manifests as a module, so that the packed command has them. */
export function walkthroughModule(): string {
  const objects = files.map((file) => {
    const name = file.replace(/[-/](\w)/g, (_, letter: string) => letter.toUpperCase());
    const object: unknown = parse(readFileSync(new URL(`${file}.yaml`, folder), "utf8"));
    return `export const ${name}: KubeObject = ${JSON.stringify(object)};\n`;
  });
  return `/* Made from examples/walkthrough by \`npm run generate\`. */\nimport type { KubeObject } from "@bellwether/core";\n\n${objects.join("\n")}`;
}
