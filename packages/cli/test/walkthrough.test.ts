import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { walkthroughModule } from "../scripts/walkthrough-module.ts";

test("the demo rolls out the manifests of examples/walkthrough", () => {
  expect(readFileSync(new URL("../src/gen/walkthrough.ts", import.meta.url), "utf8")).toBe(walkthroughModule());
});
