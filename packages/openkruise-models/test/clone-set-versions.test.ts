import { flatCloneSet, nestedCloneSet } from "@bellwether/openkruise-models/clone-set-versions";
import { expect, test } from "vitest";

const flat = {
  apiVersion: "apps.kruise.io/v1alpha1",
  kind: "CloneSet",
  metadata: {
    name: "web",
    labels: { app: "web", "apps.kruise.io/cloneset-scaling-exclude-preparing-delete": "true" },
  },
  spec: {
    replicas: 5,
    updateStrategy: { type: "InPlaceIfPossible", partition: "40%", maxSurge: 1, paused: true },
    scaleStrategy: { podsToDelete: ["web-a"], disablePVCReuse: true },
  },
  status: { replicas: 5 },
};

const nested = {
  apiVersion: "apps.kruise.io/v1beta1",
  kind: "CloneSet",
  metadata: { name: "web", labels: { app: "web" } },
  spec: {
    replicas: 5,
    updateStrategy: {
      type: "RollingUpdate",
      rollingUpdate: { podUpdatePolicy: "InPlaceIfPossible", partition: "40%", maxSurge: 1, paused: true },
    },
    scaleStrategy: { podsToDelete: ["web-a"], enablePVCReuse: false, excludePreparingDelete: true },
  },
  status: { replicas: 5 },
};

test("a flat CloneSet becomes the nested one", () => expect(nestedCloneSet(flat)).toEqual(nested));

test("a nested CloneSet becomes the flat one", () => expect(flatCloneSet(nested)).toEqual(flat));

test("absent fields about claims mean opposite things", () => {
  const bare = {
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name: "web" },
    spec: { replicas: 1 },
  };
  const there = nestedCloneSet(bare);
  expect(there.spec).toEqual({ replicas: 1, scaleStrategy: { enablePVCReuse: true } });
  expect(flatCloneSet(there)).toEqual(bare);
  expect(flatCloneSet({ ...bare, apiVersion: "apps.kruise.io/v1beta1" }).spec).toEqual({
    replicas: 1,
    scaleStrategy: { disablePVCReuse: true },
  });
});

test("OnDelete has no policy for updated pods", () => {
  const onDelete = { ...nested, spec: { updateStrategy: { type: "OnDelete" } } };
  const there = flatCloneSet(onDelete);
  expect(there.spec.updateStrategy).toEqual({ type: "OnDelete" });
  expect(nestedCloneSet(there).spec.updateStrategy).toEqual({ type: "OnDelete" });
});
