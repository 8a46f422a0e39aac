import {
  controllerOf,
  isOwnedBy,
  isSameObject,
  withOwner,
  withoutOwner,
  type KubeObject,
  type OwnerReference,
  type RolloutOwner,
} from "@bellwether/core";
import { expect, test } from "vitest";

const owner: RolloutOwner = {
  apiVersion: "core.oam.dev/v1beta1",
  kind: "AppRollout",
  key: { namespace: "default", name: "web" },
  uid: "ours",
};

const foreign: OwnerReference = { apiVersion: "v1", kind: "ConfigMap", name: "web", uid: "theirs" };

function owned(...ownerReferences: readonly OwnerReference[]): KubeObject {
  return { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web", uid: "u", ownerReferences } };
}

test("a claim adds one controller reference and keeps the others", () => {
  const claimed = owned(...withOwner(owned(foreign), owner));
  expect(claimed.metadata.ownerReferences).toEqual([
    foreign,
    { apiVersion: "core.oam.dev/v1beta1", kind: "AppRollout", name: "web", uid: "ours", controller: true },
  ]);
  expect(withOwner(claimed, owner)).toEqual(claimed.metadata.ownerReferences);
  expect(isOwnedBy(claimed, owner)).toBe(true);
  expect(withoutOwner(claimed, owner)).toEqual([foreign]);
});

test("a namesake with another UID is somebody else", () => {
  const claimed = owned(...withOwner(owned(), { ...owner, uid: "namesake" }));
  expect(controllerOf(claimed)?.name).toBe("web");
  expect(isOwnedBy(claimed, owner)).toBe(false);
  expect(withoutOwner(claimed, owner)).toEqual(claimed.metadata.ownerReferences);
});

test("an object is the one that was seen as long as its UID is that one", () => {
  const ref = { apiVersion: "apps/v1", kind: "Deployment", key: { namespace: "default", name: "web" }, revision: "v1" };
  expect(isSameObject(ref, owned())).toBe(true);
  expect(isSameObject({ ...ref, uid: "u" }, owned())).toBe(true);
  expect(isSameObject({ ...ref, uid: "another" }, owned())).toBe(false);
});
