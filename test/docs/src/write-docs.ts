import { writeFile } from "node:fs/promises";
import { generatedDocs } from "./generated-docs.ts";

for (const [file, text] of generatedDocs()) await writeFile(new URL(`../../../docs/${file}`, import.meta.url), text);
