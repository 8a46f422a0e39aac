import type { ClusterLink, ClusterSource, KubeContexts } from "@bellwether/core";
import { expect, test } from "vitest";
import { kubeconfigContexts } from "@bellwether/clusters-kubeconfig";

const opened: string[] = [];
const contexts: KubeContexts = {
  names: () => ["east", "west", "other"],
  open: async (name) => {
    opened.push(name);
    return { name } as ClusterLink;
  },
};

function sourceOf(names?: readonly string[]): ClusterSource {
  const [contribution] = kubeconfigContexts(names).contributions;
  return contribution?.create({ contexts }) as ClusterSource;
}

test.each([
  [undefined, ["east", "west", "other"]],
  [["west"], ["west"]],
])("with names %o it offers %o, and opens nothing by itself", async (names, expected) => {
  const stop = new AbortController();
  const lists: string[][] = [];
  for await (const entries of sourceOf(names).observe(stop.signal)) {
    lists.push(entries.map(({ name }) => name));
    stop.abort();
  }
  expect(lists).toEqual([expected]);
  expect(opened).toEqual([]);
});

test("an entry opens its own context", async () => {
  const stop = new AbortController();
  for await (const entries of sourceOf(["east"]).observe(stop.signal)) {
    expect(entries.map(({ origin }) => origin)).toEqual(["kubeconfig/east"]);
    expect(await entries[0]?.open(stop.signal)).toMatchObject({ name: "east" });
    stop.abort();
  }
  expect(opened).toEqual(["east"]);
});
