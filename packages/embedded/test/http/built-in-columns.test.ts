import type { KubeObject } from "@bellwether/core";
import { expect, test } from "vitest";
import { builtInColumns } from "../../src/http/table/built-in/built-in-columns.ts";

const now = Date.parse("2026-01-01T01:00:00Z");
const creationTimestamp = "2026-01-01T00:00:00Z";

/** The row that `kubectl get -o wide` shows, under its headings. */
function row(type: string, fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { metadata, ...rest } = fields as { metadata?: object };
  const object: KubeObject = {
    apiVersion: "v1",
    kind: "Any",
    metadata: { name: "a", creationTimestamp, ...metadata },
    ...rest,
  };
  const columns = builtInColumns.get(type) ?? [];
  return Object.fromEntries(columns.map(({ heading, cell }) => [heading.name, cell(object, now)]));
}

const template = {
  spec: {
    containers: [
      { name: "x", image: "x:1" },
      { name: "y", image: "y:1" },
    ],
  },
};
const selector = { matchLabels: { app: "a" }, matchExpressions: [{ key: "tier", operator: "In", values: ["f", "b"] }] };

test("a deployment counts ready pods of the wanted ones", () => {
  expect(
    row("apps/Deployment", {
      spec: { replicas: 3, selector, template },
      status: { readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
    }),
  ).toEqual({
    Name: "a",
    Ready: "2/3",
    "Up-to-date": 1,
    Available: 2,
    Age: "60m",
    Containers: "x,y",
    Images: "x:1,y:1",
    Selector: "app=a,tier in (b,f)",
  });
});

test.each([
  ["Complete", "2/3", { conditions: [{ type: "Complete", status: "True" }], succeeded: 2 }, {}],
  ["Failed", "0/3", { conditions: [{ type: "Failed", status: "True" }] }, { deletionTimestamp: creationTimestamp }],
  ["Terminating", "0/3", {}, { deletionTimestamp: creationTimestamp }],
  ["Suspended", "0/3", { conditions: [{ type: "Suspended", status: "True" }] }, {}],
  ["Running", "0/3", { conditions: [{ type: "Complete", status: "False" }] }, {}],
])("a job that is %s", (status, completions, jobStatus, metadata) => {
  const shown = row("batch/Job", { metadata, spec: { completions: 3, template }, status: jobStatus });
  expect(shown).toMatchObject({ Status: status, Completions: completions });
});

test("a job's duration runs until it is complete", () => {
  const started = { startTime: "2026-01-01T00:58:00Z" };
  expect(row("batch/Job", { spec: { template }, status: started })).toMatchObject({
    Duration: "2m",
    Completions: "0/1",
  });
  const completed = { ...started, completionTime: "2026-01-01T00:58:30Z" };
  expect(row("batch/Job", { spec: { template, parallelism: 4 }, status: completed })).toMatchObject({
    Duration: "30s",
    Completions: "0/1 of 4",
  });
});

test.each([
  [
    { type: "ClusterIP", clusterIPs: ["10.0.0.1"], ports: [{ port: 80, protocol: "TCP" }] },
    "10.0.0.1",
    "<none>",
    "80/TCP",
  ],
  [
    { type: "NodePort", clusterIPs: ["10.0.0.1"], ports: [{ port: 80, nodePort: 30_000 }] },
    "10.0.0.1",
    "<none>",
    "80:30000/TCP",
  ],
  [{ type: "LoadBalancer", clusterIPs: ["10.0.0.1"], ports: [] }, "10.0.0.1", "<pending>", "<none>"],
  [{ type: "ExternalName", externalName: "a.b" }, "<none>", "a.b", "<none>"],
])("a service of $type", (spec, clusterIp, external, ports) => {
  const shown = row("/Service", { spec: { ...spec, selector: { app: "a" } } });
  expect(shown).toMatchObject({
    "Cluster-IP": clusterIp,
    "External-IP": external,
    "Port(s)": ports,
    Selector: "app=a",
  });
});

test("a load balancer shows the addresses that it got", () => {
  const status = { loadBalancer: { ingress: [{ ip: "2.2.2.2" }, { hostname: "b.example" }] } };
  expect(row("/Service", { spec: { type: "LoadBalancer", externalIPs: ["3.3.3.3"] }, status })).toMatchObject({
    "External-IP": "2.2.2.2,b.example,3.3.3.3",
  });
});

test("a node with roles that takes no pods", () => {
  const labels = { "node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/edge": "" };
  const status = {
    conditions: [{ type: "Ready", status: "True" }],
    nodeInfo: { kubeletVersion: "v1.35.2" },
    addresses: [{ type: "InternalIP", address: "10.1.1.1" }],
  };
  expect(row("/Node", { metadata: { labels }, spec: { unschedulable: true }, status })).toMatchObject({
    Status: "Ready,SchedulingDisabled",
    Roles: "edge,worker",
    Version: "v1.35.2",
    "Internal-IP": "10.1.1.1",
    "External-IP": "<none>",
    "OS-Image": "<unknown>",
  });
});

test("events of both groups", () => {
  const common = { type: "Warning", reason: "Failed" };
  const old = {
    involvedObject: { kind: "Pod", name: "p", fieldPath: "spec.containers{x}" },
    source: { component: "kubelet", host: "n" },
    message: "no image\n",
    firstTimestamp: "2026-01-01T00:30:00Z",
    lastTimestamp: "2026-01-01T00:59:00Z",
    count: 7,
  };
  expect(row("/Event", { ...common, ...old })).toEqual({
    "Last Seen": "60s",
    Type: "Warning",
    Reason: "Failed",
    Object: "pod/p",
    Subobject: "spec.containers{x}",
    Source: "kubelet, n",
    Message: "no image",
    "First Seen": "30m",
    Count: 7,
    Name: "a",
  });
  const fresh = { regarding: { kind: "Pod", name: "p" }, note: "no image", eventTime: "2026-01-01T00:59:30.000000Z" };
  expect(
    row("events.k8s.io/Event", { ...common, ...fresh, reportingController: "bellwether", reportingInstance: "h" }),
  ).toMatchObject({
    "Last Seen": "30s",
    Object: "pod/p",
    Message: "no image",
    Source: "bellwether, h",
    Count: 1,
  });
});

test("long lists are cut short", () => {
  const endpoints = ["1", "2", "3", "4", "5"].map((end) => ({ addresses: [`10.0.0.${end}`] }));
  expect(
    row("discovery.k8s.io/EndpointSlice", { addressType: "IPv4", ports: [{ port: 80 }], endpoints }),
  ).toMatchObject({
    Ports: "80",
    Endpoints: "10.0.0.1,10.0.0.2,10.0.0.3 + 2 more...",
  });
});

test("an ingress, a lease, a binding", () => {
  const spec = { rules: [{ host: "a.example" }, {}], tls: [{}], ingressClassName: "nginx" };
  expect(row("networking.k8s.io/Ingress", { spec })).toMatchObject({
    Class: "nginx",
    Hosts: "a.example",
    Ports: "80, 443",
  });
  expect(row("coordination.k8s.io/Lease", { spec: { holderIdentity: "host-1" } })).toMatchObject({ Holder: "host-1" });
  const subjects = [
    { kind: "User", name: "u" },
    { kind: "ServiceAccount", name: "s", namespace: "n" },
  ];
  const roleRef = { kind: "Role", name: "r" };
  expect(row("rbac.authorization.k8s.io/RoleBinding", { roleRef, subjects })).toMatchObject({
    Role: "Role/r",
    Users: "u",
    Groups: "",
    ServiceAccounts: "n/s",
  });
});
