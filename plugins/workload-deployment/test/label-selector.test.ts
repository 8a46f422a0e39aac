import { expect, test } from "vitest";
import { selects, type LabelSelector } from "../src/label-selector.ts";

const labels = { app: "web", tier: "front" };

test.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: "web" } }, true],
  [{ matchLabels: { app: "web", release: "1" } }, false],
  [{ matchExpressions: [{ key: "app", operator: "In", values: ["api", "web"] }] }, true],
  [{ matchExpressions: [{ key: "release", operator: "In", values: ["1"] }] }, false],
  [{ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }, false],
  [{ matchExpressions: [{ key: "release", operator: "NotIn", values: ["1"] }] }, true],
  [{ matchExpressions: [{ key: "tier", operator: "Exists" }] }, true],
  [{ matchExpressions: [{ key: "tier", operator: "DoesNotExist" }] }, false],
  [{ matchLabels: { app: "web" }, matchExpressions: [{ key: "release", operator: "DoesNotExist" }] }, true],
])("%j selects: %s", (selector, selected) => {
  expect(selects(selector, labels)).toBe(selected);
});
