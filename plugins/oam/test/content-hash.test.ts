import { expect, test } from "vitest";
import { contentHash } from "../src/revisions/content-hash.ts";

test("the order of fields does not matter, that of lists does", () => {
  expect(contentHash({ a: 1, b: { c: [1, 2], d: null } })).toBe(contentHash({ b: { d: null, c: [1, 2] }, a: 1 }));
  expect(contentHash([1, 2])).not.toBe(contentHash([2, 1]));
});

test("absent and undefined are the same content, null is another", () => {
  expect(contentHash({ a: undefined })).toBe(contentHash({}));
  expect(contentHash({ a: null })).not.toBe(contentHash({}));
});

test("a content keeps its hash for ever: stored revisions are found by it", () => {
  expect(contentHash({ spec: { components: [{ name: "front", type: "web" }] } })).toBe("71746a9b82864166");
});
