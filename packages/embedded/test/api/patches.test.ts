import { expect, test } from "vitest";
import { deployment, named, refusal, startServer, typeOf } from "./cluster.ts";

type Fields = Record<string, unknown>;

const server = startServer();
const deployments = typeOf(server, "apps/v1", "Deployment");

function containers(object: unknown): readonly Fields[] {
  return (object as { spec: { template: { spec: { containers: Fields[] } } } }).spec.template.spec.containers;
}

function start(name: string, spec: Fields = {}): (body: Fields) => unknown {
  server.create(deployments, named(""), deployment(name, spec));
  return (body) => server.patch(deployments, named(name), { type: "strategic", body });
}

function podSpec(spec: Fields): Fields {
  return { spec: { template: { spec } } };
}

test("strategic merge goes by merge key, adds, deletes and orders", () => {
  const patch = start("lists");
  const image = (name: string, tag: string) => ({ name, image: `${name}:${tag}` });
  expect(containers(patch(podSpec({ containers: [image("web", "2"), image("log", "1")] })))).toMatchObject([
    image("web", "2"),
    image("log", "1"),
  ]);
  const order = podSpec({
    $setElementOrder: undefined,
    "$setElementOrder/containers": [{ name: "log" }, { name: "web" }],
    containers: [{ name: "web", image: "web:3" }],
  });
  expect(containers(patch(order))).toMatchObject([image("log", "1"), image("web", "3")]);
  expect(containers(patch(podSpec({ containers: [{ name: "log", $patch: "delete" }] })))).toMatchObject([
    image("web", "3"),
  ]);
  expect(containers(patch(podSpec({ containers: [{ $patch: "replace" }, image("new", "1")] })))).toMatchObject([
    image("new", "1"),
  ]);
});

test("$retainKeys drops what it does not name, null removes", () => {
  const patch = start("retain");
  expect(patch({ spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } })).toMatchObject({
    spec: { strategy: { type: "Recreate" } },
  });
  expect((patch({ spec: { strategy: null } }) as { spec: Fields }).spec["strategy"]).toEqual({
    type: "RollingUpdate",
    rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" },
  });
});

test("$deleteFromPrimitiveList", () => {
  const patch = start("primitive");
  const finalizers = (body: Fields) =>
    (patch({ metadata: body }) as { metadata: { finalizers?: string[] } }).metadata.finalizers;
  expect(finalizers({ finalizers: ["a.io/a", "b.io/b"] })).toEqual(["a.io/a", "b.io/b"]);
  expect(finalizers({ "$deleteFromPrimitiveList/finalizers": ["a.io/a"] })).toEqual(["b.io/b"]);
  expect(finalizers({ finalizers: ["c.io/c"] })).toEqual(["b.io/b", "c.io/c"]);
});

test("JSON patch operations", () => {
  server.create(deployments, named(""), deployment("json"));
  const patch = (...body: Fields[]) => server.patch(deployments, named("json"), { type: "json", body });
  const after = patch(
    { op: "test", path: "/spec/replicas", value: 1 },
    { op: "replace", path: "/spec/replicas", value: 2 },
    { op: "add", path: "/spec/template/spec/containers/-", value: { name: "b", image: "b:1" } },
    { op: "add", path: "/metadata/annotations", value: {} },
    { op: "add", path: "/metadata/annotations/x.io~1y", value: "1" },
    { op: "copy", from: "/spec/replicas", path: "/spec/minReadySeconds" },
    { op: "remove", path: "/metadata/labels/app" },
  );
  expect(after).toMatchObject({
    metadata: { annotations: { "x.io/y": "1" } },
    spec: { replicas: 2, minReadySeconds: 2 },
  });
  expect(after.metadata.labels).toBeUndefined();
  expect(containers(after)).toHaveLength(2);
  const failed = {
    code: 422,
    reason: "Invalid",
    message: "the server rejected our request due to an error in our request",
  };
  expect(refusal(() => patch({ op: "test", path: "/metadata/resourceVersion", value: "1" }))).toMatchObject(failed);
  expect(refusal(() => patch({ op: "remove", path: "/spec/nothing" }))).toMatchObject(failed);
});
