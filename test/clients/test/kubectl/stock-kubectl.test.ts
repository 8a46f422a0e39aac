import { findStockKubectl, Kubectl } from "@bellwether/testing";
import { expect, test } from "vitest";

test("a stock kubectl 1.35 is there", async ({ skip }) => {
  const { path, missing } = await findStockKubectl();
  if (path === undefined) {
    console.warn(`Tests with kubectl are skipped: ${missing}`);
    return skip();
  }
  await using kubectl = await Kubectl.open(path, {});
  expect(await kubectl.ok("version --client")).toContain("v1.35.");
});
