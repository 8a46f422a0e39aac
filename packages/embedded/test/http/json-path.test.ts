import { expect, test } from "vitest";
import { findByJsonPath } from "../../src/http/table/json-path.ts";

const object = {
  metadata: { labels: { "app.kubernetes.io/name": "web" } },
  status: {
    replicas: 0,
    conditions: [
      { type: "Synced", status: "False" },
      { type: "Ready", status: "True" },
    ],
  },
};

test.each([
  [".status.replicas", [0]],
  ["$.status.replicas", [0]],
  [".status.conditions[1].type", ["Ready"]],
  [".status.conditions[-1].type", ["Ready"]],
  [".status.conditions[*].type", ["Synced", "Ready"]],
  ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
  [".status.conditions[?(@.type=='Ready')].status", ["True"]],
  [".status.conditions[?(@.type!='Ready')].status", ["False"]],
  [".status.conditions[?(@.reason)].status", []],
  [".metadata.labels.app\\.kubernetes\\.io/name", ["web"]],
  [".metadata.labels['app\\.kubernetes\\.io/name']", ["web"]],
  [".metadata.labels['app.kubernetes.io/name']", ["web"]],
  [".status.missing.further", []],
  ["..recursive", []],
])("%s", (path, found) => {
  expect(findByJsonPath(object, path)).toEqual(found);
});
