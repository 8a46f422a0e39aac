import { kubeconfigFor } from "@bellwether/embedded";
import { expect, test } from "vitest";

const access = { url: "https://127.0.0.1:1", caPem: "PEM", token: "t" };

test("several clusters become one file: first context current, all of one group", () => {
  const config = kubeconfigFor(new Map(["east", "west"].map((name) => [name, access])), "dev");
  expect(config["current-context"]).toBe("east");
  expect(config.contexts.map(({ name, context }) => [name, context.cluster, context.user])).toEqual([
    ["east", "east", "east"],
    ["west", "west", "west"],
  ]);
  const extension = { name: "bellwether.dev/group", extension: "dev" };
  expect(config.contexts.map(({ context }) => context.extensions)).toEqual([[extension], [extension]]);
  expect(config.clusters[1]?.cluster).toEqual({ server: access.url, "certificate-authority-data": "UEVN" });
});

test("one cluster alone belongs to no group", () => {
  const { contexts } = kubeconfigFor(new Map([["east", access]]));
  expect(contexts).toEqual([{ name: "east", context: { cluster: "east", user: "east" } }]);
});
