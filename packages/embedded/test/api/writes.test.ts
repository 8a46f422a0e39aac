import { expect, test } from "vitest";
import { configMap, deployment, named, refusal, startServer, TestClock, typeOf, watching } from "./cluster.ts";
import { ApiServer } from "@bellwether/embedded";

const server = startServer();
const configMaps = typeOf(server, "v1", "ConfigMap");
const deployments = typeOf(server, "apps/v1", "Deployment");
const leases = typeOf(server, "coordination.k8s.io/v1", "Lease");

test("an object gets uid, time, version and, by its kind, a generation", () => {
  const created = server.create(deployments, named(""), deployment("made"));
  expect(created.metadata).toMatchObject({
    creationTimestamp: "2026-11-24T12:00:00Z",
    generation: 1,
    namespace: "default",
  });
  expect(created.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(created.metadata.resourceVersion).toBe(server.resourceVersion);
  expect(Object.isFrozen((created["spec"] as { template: object }).template)).toBe(true);
  expect(server.create(configMaps, named(""), configMap("no-generation")).metadata.generation).toBeUndefined();
});

test("the same seed and the same writes give the same names and uids", () => {
  const make = () => {
    const own = new ApiServer({ clock: new TestClock(), seed: 7 });
    return own.create(configMaps, named(""), configMap("", {}, { name: undefined, generateName: "web-" })).metadata;
  };
  const { name, uid } = make();
  expect(make()).toMatchObject({ name, uid });
  expect(name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
});

test("defaults of a deployment", () => {
  const { spec } = server.create(deployments, named(""), deployment("defaults"));
  expect(spec).toMatchObject({
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    template: {
      spec: { restartPolicy: "Always", dnsPolicy: "ClusterFirst", containers: [{ imagePullPolicy: "IfNotPresent" }] },
    },
  });
});

test("generation follows spec and, for deployments, annotations; status and labels do not raise it", () => {
  const key = named("generations");
  server.create(deployments, named(""), deployment("generations"));
  const generation = (body: Record<string, unknown>, subresource?: string) =>
    server.patch(deployments, key, { type: "merge", body }, subresource === undefined ? {} : { subresource }).metadata
      .generation;
  expect(generation({ spec: { replicas: 2 } })).toBe(2);
  expect(generation({ status: { replicas: 2 } }, "status")).toBe(2);
  expect(generation({ metadata: { labels: { a: "b" } } })).toBe(2);
  expect(generation({ metadata: { annotations: { a: "b" } } })).toBe(3);
});

test("status in a main write and spec in a status write are ignored", () => {
  const key = named("apart");
  server.create(deployments, named(""), { ...deployment("apart"), status: { replicas: 9 } });
  expect(server.patch(deployments, key, { type: "merge", body: { status: { replicas: 5 } } })["status"]).toEqual({});
  const after = server.patch(
    deployments,
    key,
    { type: "merge", body: { spec: { replicas: 5 }, status: { replicas: 5 } } },
    { subresource: "status" },
  );
  expect(after).toMatchObject({ spec: { replicas: 1 }, status: { replicas: 5 } });
});

test("a write without a change keeps the version and is told to nobody", () => {
  const before = server.create(configMaps, named(""), configMap("same", { a: "1" }), { fieldManager: "me" });
  const watch = watching(server, configMaps, { resourceVersion: server.resourceVersion });
  expect(
    server.patch(configMaps, named("same"), { type: "merge", body: { data: { a: "1" } } }, { fieldManager: "other" }),
  ).toBe(before);
  expect(watch.texts).toEqual([]);
});

test("a dry run answers the result and stores nothing", () => {
  const version = server.resourceVersion;
  server.create(configMaps, named(""), configMap("dry"), { dryRun: true });
  expect(refusal(() => server.get(configMaps, named("dry"))).reason).toBe("NotFound");
  server.create(configMaps, named(""), configMap("wet"));
  expect(
    server.patch(configMaps, named("wet"), { type: "merge", body: { data: { a: "1" } } }, { dryRun: true })["data"],
  ).toEqual({ a: "1" });
  expect(server.get(configMaps, named("wet"))["data"]).toBeUndefined();
  expect(Number(server.resourceVersion)).toBe(Number(version) + 1);
});

test("refusals of a create", () => {
  server.create(configMaps, named(""), configMap("taken"));
  expect(refusal(() => server.create(configMaps, named(""), configMap("taken")))).toMatchObject({
    code: 409,
    reason: "AlreadyExists",
    message: 'configmaps "taken" already exists',
  });
  expect(
    refusal(() =>
      server.create(configMaps, { namespace: "nowhere", name: "" }, configMap("x", {}, { namespace: "nowhere" })),
    ),
  ).toMatchObject({ code: 404, message: 'namespaces "nowhere" not found' });
  expect(refusal(() => server.create(configMaps, named(""), configMap("", {}, { name: undefined })))).toMatchObject({
    code: 422,
    message: 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
  });
  expect(refusal(() => server.create(configMaps, named(""), configMap("Bad_Name"))).message).toContain(
    "a lowercase RFC 1123 subdomain must consist of",
  );
  expect(refusal(() => server.get(deployments, named("absent")))).toEqual({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: 'deployments.apps "absent" not found',
    reason: "NotFound",
    details: { name: "absent", group: "apps", kind: "deployments" },
    code: 404,
  });
});

test("a stale resourceVersion is a conflict without causes, a foreign uid is invalid", () => {
  server.create(configMaps, named(""), configMap("guarded"));
  const patch = (metadata: object) =>
    refusal(() => server.patch(configMaps, named("guarded"), { type: "merge", body: { metadata } }));
  const stale = patch({ resourceVersion: "1" });
  expect(stale).toMatchObject({
    code: 409,
    reason: "Conflict",
    message:
      'Operation cannot be fulfilled on configmaps "guarded": the object has been modified; please apply your changes to the latest version and try again',
  });
  expect(stale.details?.causes).toBeUndefined();
  expect(patch({ uid: "other" })).toMatchObject({
    code: 422,
    details: { causes: [{ field: "metadata.uid", message: 'Invalid value: "other": field is immutable' }] },
  });
});

test("a PUT without resourceVersion overwrites a deployment but not a lease", () => {
  server.create(deployments, named(""), deployment("put"));
  expect(server.update(deployments, named("put"), deployment("put", { replicas: 4 }))).toMatchObject({
    spec: { replicas: 4 },
  });
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "put", namespace: "default" },
    spec: { holderIdentity: "a" },
  };
  server.create(leases, named(""), lease);
  expect(refusal(() => server.update(leases, named("put"), lease))).toMatchObject({
    code: 422,
    message:
      'Lease.coordination.k8s.io "put" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update',
  });
});

test("null brings a default back", () => {
  server.create(deployments, named(""), deployment("nulls", { progressDeadlineSeconds: 5, paused: true }));
  const { spec } = server.patch(deployments, named("nulls"), {
    type: "merge",
    body: { spec: { progressDeadlineSeconds: null, paused: null, strategy: { rollingUpdate: { maxSurge: null } } } },
  });
  expect(spec).toMatchObject({ progressDeadlineSeconds: 600, strategy: { rollingUpdate: { maxSurge: "25%" } } });
  expect(spec).not.toHaveProperty("paused");
});

test.each([
  [{ minReadySeconds: 600 }, "spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"],
  [
    { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    "spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0",
  ],
  [
    { strategy: { rollingUpdate: { maxUnavailable: "101%" } } },
    'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%',
  ],
  [
    { selector: { matchLabels: { app: "faults" }, matchExpressions: [{ key: "app", operator: "Exists" }] } },
    "field is immutable",
  ],
  [{ selector: { matchLabels: { app: "other" } } }, "`selector` does not match template `labels`"],
  [{ replicas: -1 }, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"],
])("a deployment refuses %j", (spec, text) => {
  const own = startServer();
  own.create(deployments, named(""), deployment("faults"));
  const status = refusal(() => own.patch(deployments, named("faults"), { type: "merge", body: { spec } }));
  expect(status).toMatchObject({ code: 422, reason: "Invalid" });
  expect(status.message).toContain(text);
});

test("wrong types: a bad request in a body, an invalid patch in a patch", () => {
  server.create(deployments, named(""), deployment("types"));
  expect(
    refusal(() => server.create(deployments, named(""), deployment("types2", { replicas: "three" }))),
  ).toMatchObject({
    code: 400,
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
  });
  expect(
    refusal(() =>
      server.patch(deployments, named("types"), { type: "merge", body: { spec: { replicas: 3_000_000_000 } } }),
    ),
  ).toMatchObject({ code: 422, reason: "Invalid" });
  const lease = {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name: "time", namespace: "default" },
    spec: {},
  };
  server.create(leases, named(""), lease);
  const renew = (renewTime: string) =>
    server.patch(leases, named("time"), { type: "merge", body: { spec: { renewTime } } });
  expect(renew("2026-11-24T16:48:46.181000Z")["spec"]).toEqual({ renewTime: "2026-11-24T16:48:46.181000Z" });
  expect(refusal(() => renew("2026-11-24T16:48:46.181Z")).code).toBe(422);
});

test("unknown fields are dropped with a warning, or refused when validation is strict", () => {
  const warnings: string[] = [];
  const odd = deployment("odd", { nope: 1 });
  expect(
    server.create(deployments, named(""), odd, { warn: (text) => warnings.push(text) })["spec"],
  ).not.toHaveProperty("nope");
  expect(warnings).toEqual(['unknown field "spec.nope"']);
  expect(
    refusal(() =>
      server.create(deployments, named(""), deployment("odd2", { nope: 1 }), { fieldValidation: "Strict" }),
    ),
  ).toMatchObject({
    code: 400,
    message:
      'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: unknown field "spec.nope"',
  });
});
