import { VirtualCluster } from "@bellwether/testing";
import { expect, test } from "vitest";
import { CloneSetAdapter } from "../src/clone-set-adapter.ts";
import { customResourceDefinitions } from "../src/index.ts";
import { servedCloneSets } from "../src/served-clone-sets.ts";
import { flatCloneSet, scale } from "./clone-set.ts";

test("pods that cannot start are named with the reason", async () => {
  const definitions = await customResourceDefinitions();
  await using cluster = new VirtualCluster({ definitions, kubelet: { failingImage: () => true } });
  const adapter = new CloneSetAdapter(cluster.client, cluster.views, await servedCloneSets(cluster.client));
  const heard: string[] = [];
  using _ = adapter.subscribe(({ name }) => heard.push(name));
  cluster.create(adapter.type, flatCloneSet("v2"));
  await cluster.pass(60_000);
  const { problems } = await adapter.observe(scale, new AbortController().signal);
  expect(problems).toEqual([expect.stringMatching(/^web-\w+: (ErrImagePull|ImagePullBackOff)$/)]);
  expect(new Set(heard)).toEqual(new Set(["web"]));
});
