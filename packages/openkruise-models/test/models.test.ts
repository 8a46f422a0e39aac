import { v1alpha1, v1beta1 } from "@bellwether/openkruise-models";
import { CloneSet } from "@bellwether/openkruise-models/apps.kruise.io/v1alpha1/CloneSet";
import { DaemonSet } from "@bellwether/openkruise-models/apps.kruise.io/v1beta1/DaemonSet";
import { StatefulSet } from "@bellwether/openkruise-models/apps.kruise.io/v1beta1/StatefulSet";
import { describe, expect, test } from "vitest";

const pods = {
  selector: { matchLabels: { app: "web" } },
  template: { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "web:1" }] } },
};

test("a model fills in its type and prints as plain JSON", () => {
  const set = new CloneSet({ metadata: { name: "web" }, spec: { ...pods, replicas: 5, minReadySeconds: undefined } });
  expect(JSON.parse(JSON.stringify(set))).toEqual({
    apiVersion: "apps.kruise.io/v1alpha1",
    kind: "CloneSet",
    metadata: { name: "web" },
    spec: { ...pods, replicas: 5 },
  });
});

test("the entry groups the kinds by version", () => {
  expect(v1alpha1.CloneSet).toBe(CloneSet);
  expect(Object.keys(v1alpha1).sort()).toEqual(["CloneSet", "DaemonSet", "StatefulSet"]);
  expect(Object.keys(v1beta1).sort()).toEqual(["CloneSet", "DaemonSet", "StatefulSet"]);
});

describe("validate", () => {
  test("accepts the flat CloneSet of v1alpha1 and the nested one of v1beta1", () => {
    new CloneSet({ spec: { ...pods, updateStrategy: { type: "InPlaceIfPossible", partition: "50%" } } }).validate();
    new v1beta1.CloneSet({ spec: { ...pods, updateStrategy: { rollingUpdate: { partition: 3 } } } }).validate();
  });

  test("accepts Advanced StatefulSets and DaemonSets", () => {
    new StatefulSet({ spec: { ...pods, reserveOrdinals: [1, "3-5"] } }).validate();
    new DaemonSet({ spec: { ...pods, updateStrategy: { rollingUpdate: { partition: "10%" } } } }).validate();
  });

  test("refuses a spec without a template", () => {
    const spec = { selector: pods.selector } as typeof pods;
    expect(() => new CloneSet({ spec }).validate()).toThrow(/template/);
  });

  test("refuses a value of the wrong type", () => {
    const replicas = "five" as unknown as number;
    expect(() => new StatefulSet({ spec: { ...pods, replicas } }).validate()).toThrow(/replicas/);
  });
});

test("a type guard tells versions and groups apart", () => {
  expect(CloneSet.is({ apiVersion: "apps.kruise.io/v1alpha1", kind: "CloneSet" })).toBe(true);
  expect(CloneSet.is({ apiVersion: "apps.kruise.io/v1beta1", kind: "CloneSet" })).toBe(false);
  expect(StatefulSet.is({ apiVersion: "apps/v1", kind: "StatefulSet" })).toBe(false);
});
