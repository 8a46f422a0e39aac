import type { KubeObject, ObjectChange, ObjectView } from "@bellwether/core";
import { expect, test } from "vitest";
import { Observation } from "../src/process/observation.ts";
import type { Shown } from "../src/world/entry.ts";
import { deployments, objectId } from "../src/world/resources.ts";

const key = { namespace: "default", name: "web" };

function web(resourceVersion: string): KubeObject {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { ...key, uid: "u", resourceVersion } };
}

test("evidence is what a host has read, not what its caches have taken over since", () => {
  let cached = web("1");
  let tell: (change: ObjectChange) => void = () => {};
  const cache = {
    type: deployments,
    get: () => cached,
    list: () => [cached],
    subscribe: (listener: typeof tell) => {
      tell = listener;
      return { [Symbol.dispose]: () => {} };
    },
  } as unknown as ObjectView;
  const shown: Shown[] = [];
  const observation = new Observation(
    "host-1",
    () => 0,
    (entry) => void shown.push(entry),
  );
  const view = observation.watching({ of: () => cache, relist: async () => {} }).of(deployments);
  const versionRead = (): unknown =>
    observation.evidence.seen.get(objectId(deployments, key))?.metadata.resourceVersion;

  expect(versionRead()).toBeUndefined();
  view.get(key);
  expect(versionRead()).toBe("1");
  cached = web("2");
  tell({ type: "modified", object: cached, previous: web("1") });
  expect(shown.map(({ version }) => version)).toEqual(["2"]);
  expect(versionRead()).toBe("1");
  view.list("default");
  expect(versionRead()).toBe("2");
});
