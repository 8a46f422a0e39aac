import { VirtualCluster } from "@bellwether/testing";
import { expect, test } from "vitest";
import { DeploymentAdapter } from "../src/deployment-adapter.ts";
import { deployment, scale } from "./deployment.ts";

test("pods that cannot start are named with the reason, and wake the Deployment", async () => {
  await using cluster = new VirtualCluster({ kubelet: { failingImage: () => true } });
  const adapter = new DeploymentAdapter(cluster.client, cluster.views);
  const heard = new Set<string>();
  using _ = adapter.subscribe(({ name }) => heard.add(name));
  const manifest = deployment("v2");
  cluster.create(adapter.type, { ...manifest, metadata: { ...manifest.metadata, name: scale.target.key.name } });
  await cluster.pass(60_000);
  const { problems } = await adapter.observe(scale, new AbortController().signal);
  expect(problems).toEqual([expect.stringMatching(/^web-v2-\w+-\w+: (ErrImagePull|ImagePullBackOff)$/)]);
  expect(heard).toEqual(new Set(["web-v2"]));
});
