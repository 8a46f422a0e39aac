import type { ContextSummary } from "@bellwether/kubernetes";
import { describe, expect, test } from "vitest";
import { selectContexts } from "../src/clusters/select-contexts.ts";
import { parseDuration } from "../src/options/duration.ts";
import { parseNumber } from "../src/options/number.ts";
import { parseUntil } from "../src/options/until.ts";
import { parseManifests } from "../src/read/read-manifests.ts";
import { needsYou, succeeded, view } from "./views.ts";

const context = (name: string, group?: string, isCurrent = false): ContextSummary => ({
  name,
  isCurrent,
  cluster: name,
  server: "https://x",
  namespace: undefined,
  group,
});
const known = [context("east", "dev", true), context("west", "dev"), context("prod-1"), context("prod-2")];
const choose = (contexts: readonly string[], allContexts = false, fromEnvironment?: string): readonly string[] =>
  selectContexts(known, { contexts, allContexts, fromEnvironment }).map(({ name }) => name);

describe("the contexts that a command asks", () => {
  test("are the current one with its group, never silently all", () => {
    expect(choose([])).toEqual(["east", "west"]);
    expect(
      selectContexts([context("a", undefined, true), context("b")], {
        contexts: [],
        allContexts: false,
        fromEnvironment: undefined,
      }).map(({ name }) => name),
    ).toEqual(["a"]);
  });

  test("are those named, by pattern too, each once", () => {
    expect(choose(["prod-*", "prod-1"])).toEqual(["prod-1", "prod-2"]);
    expect(choose([], true)).toHaveLength(4);
    expect(choose([], false, "west,prod-2")).toEqual(["west", "prod-2"]);
    expect(choose(["east"], false, "west")).toEqual(["east"]);
  });

  test("are refused with what there is", () => {
    expect(() => choose(["pord-1"])).toThrow(
      expect.objectContaining({ code: "CONTEXT_NOT_FOUND", remedy: "choose one of east, west, prod-1, prod-2" }),
    );
  });
});

test.each([
  ["500ms", 500],
  ["5s", 5000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
])("%s is %i ms", (text, ms) => {
  expect(parseDuration(text, "--timeout")).toBe(ms);
});

test.each(["5", "s", "5 s", "-1s", ""])("%o is no duration", (text) => {
  expect(() => parseDuration(text, "--timeout")).toThrow(expect.objectContaining({ code: "USAGE_WRONG" }));
});

test.each(["0", "x", "1.5", "", undefined])("%o is no number of clusters", (text) => {
  expect(() => parseNumber(text, "--clusters", 1)).toThrow(expect.objectContaining({ code: "USAGE_WRONG" }));
});

test.each([
  ["ended", succeeded, true],
  ["ended", view(), false],
  ["needs-you", needsYou, true],
  ["needs-you", view(), false],
  ["paused", view({ state: "paused" }), true],
  ["step=2", view(), true],
  ["step=3", view(), false],
])("--until %s", (text, shown, reached) => {
  expect(parseUntil(text).reached(shown)).toBe(reached);
});

test("--until refuses other words", () => {
  expect(() => parseUntil("done")).toThrow(expect.objectContaining({ code: "USAGE_WRONG" }));
});

describe("manifests", () => {
  test("come from any number of documents", () => {
    expect(
      parseManifests("kind: A\napiVersion: v1\n---\n---\nkind: B\napiVersion: v1\n", "f.yaml").map(({ kind }) => kind),
    ).toEqual(["A", "B"]);
  });

  test("that do not parse are refused with their line", () => {
    expect(() => parseManifests("kind: A\nx: [\n", "f.yaml")).toThrow(/f\.yaml:\d:\d/);
    expect(() => parseManifests("a: 1\n", "f.yaml")).toThrow(/without apiVersion and kind/);
  });
});
