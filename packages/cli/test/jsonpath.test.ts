import { expect, test } from "vitest";
import { fillTemplate } from "../src/jsonpath/template.ts";

const list = {
  kind: "RolloutViewList",
  items: [
    { name: "web", state: "waiting", pods: { size: 10 }, labels: { "app.io/name": "w" }, steps: [1, 3, 10] },
    { name: "cart", state: "succeeded", pods: { size: 4 }, labels: {}, steps: [4], fresh: true },
  ],
};

test.each([
  ["{.kind}", "RolloutViewList"],
  [".kind", "RolloutViewList"],
  ["kind", "RolloutViewList"],
  ["{.items[*].name}", "web cart"],
  ["{.items[0].name}", "web"],
  ["{.items[-1].name}", "cart"],
  ["{.items[0].steps[0:2]}", "1 3"],
  ["{.items[0].steps[1:]}", "3 10"],
  ["{.items[0].labels['app.io/name']}", "w"],
  ["{.items[0].labels.app\\.io/name}", "w"],
  ['{.items[?(@.state=="waiting")].name}', "web"],
  ["{.items[?(@.pods.size<5)].name}", "cart"],
  ["{.items[?(@.fresh)].name}", "cart"],
  ["{.items[?(@.fresh==true)].name}", "cart"],
  ['{range .items[*]}{.name}={.pods.size}{"\\n"}{end}', "web=10\ncart=4\n"],
  ["{range .items[*]}{.name}{end}!", "webcart!"],
  ["name: {.items[0].name}, {.missing}.", "name: web, ."],
  ["{.items[0].pods}", '{"size":10}'],
  ["{.items[0].pods.*}", "10"],
  ["{$.kind}", "RolloutViewList"],
  ["{@.kind}", "RolloutViewList"],
])("%s", (template, text) => {
  expect(fillTemplate(template, list)).toBe(text);
});

test.each(["{.items[}", "{range .items[*]}{.name}", "{end}", "{.items[?(@)x]}"])("%s is refused", (template) => {
  expect(() => fillTemplate(template, list)).toThrow(expect.objectContaining({ code: "USAGE_WRONG" }));
});
