import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedDocs } from "../src/generated-docs.ts";

test.each([...generatedDocs()])("docs/%s is fresh", (file, text) => {
  expect(readFileSync(new URL(`../../../docs/${file}`, import.meta.url), "utf8")).toBe(text);
});
