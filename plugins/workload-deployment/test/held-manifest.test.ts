import { expect, test } from "vitest";
import { heldManifest } from "../src/held-manifest.ts";
import { deployment, liveDeployment } from "./deployment.ts";

test("a new revision is an object of its own, paused and without pods, with a selector of its own", () => {
  expect(heldManifest(deployment("v2"), "web-v2", undefined)).toMatchObject({
    metadata: { name: "web-v2", labels: { app: "web", "app.oam.dev/revision": "web-v2" } },
    spec: {
      replicas: 0,
      paused: true,
      selector: { matchLabels: { app: "web", "app.oam.dev/revision": "web-v2" } },
      template: {
        metadata: { labels: { app: "web", "app.oam.dev/revision": "web-v2" } },
        spec: { containers: [{ name: "web", image: "example.org/web:v2" }] },
      },
    },
  });
});

test("a revision that is there keeps its replicas and its selector", () => {
  const live = liveDeployment("web-v2", { replicas: 5, selector: { matchLabels: { app: "web" } } });
  expect(heldManifest(deployment("v2"), "web-v2", live)["spec"]).toMatchObject({
    replicas: 5,
    selector: { matchLabels: { app: "web" } },
    template: { metadata: { labels: { "app.oam.dev/revision": "web-v2" } } },
  });
});

test("selector expressions stay", () => {
  const manifest = deployment("v2");
  const matchExpressions = [{ key: "tier", operator: "Exists" }];
  const spec = { ...(manifest["spec"] as object), selector: { matchExpressions } };
  expect(heldManifest({ ...manifest, spec }, "web-v2", undefined)["spec"]).toMatchObject({
    selector: { matchExpressions, matchLabels: { "app.oam.dev/revision": "web-v2" } },
  });
});
