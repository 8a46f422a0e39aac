import { expect, test } from "vitest";
import type { Application } from "../src/kinds/application.ts";
import { chooseComponent } from "../src/rollout/choose-component.ts";

function application(names: readonly string[], rolling?: string): Application {
  return {
    apiVersion: "core.oam.dev/v1beta1",
    kind: "Application",
    metadata: rolling === undefined ? {} : { annotations: { "app.oam.dev/rolling-components": rolling } },
    spec: { components: names.map((name) => ({ name, type: "web" })) },
  };
}

test("the list comes first, then the annotation, then the only component in common", () => {
  expect(chooseComponent(["b"], application(["a", "b"], "a"), undefined)).toBe("b");
  expect(chooseComponent([], application(["a", "b"], " b "), undefined)).toBe("b");
  expect(chooseComponent([], application(["a", "b"]), application(["b", "c"]))).toBe("b");
  expect(chooseComponent([], application(["a"]), undefined)).toBe("a");
});

test.each([
  [application(["a", "b"]), undefined, "have in common 2 components (a, b)"],
  [application(["a"]), application(["b"]), "have in common 0 components (none)"],
  [application(["a", "b"], "a,b"), undefined, "names 2 components (a, b)"],
])("case %#: several or none are ambiguous", (target, source, text) => {
  expect(() => chooseComponent([], target, source)).toThrow(
    expect.objectContaining({ code: "COMPONENT_AMBIGUOUS", message: expect.stringContaining(text) as string }),
  );
});
