import { expect, test } from "vitest";
import { representationFor } from "../../src/http/codec/accept.ts";
import { jsonText } from "../../src/http/codec/json-text.ts";
import { parseResourcePath } from "../../src/http/route/resource-path.ts";

test.each([
  ["", "object", "application/json"],
  ["*/*", "object", "application/json"],
  ["application/json", "object", "application/json"],
  ["application/yaml", "object", "application/yaml"],
  ["application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "table", "application/json"],
  ["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", "metadata", "application/json"],
  ["application/json;as=Something;g=meta.k8s.io,application/json", "object", "application/json"],
  ["application/vnd.kubernetes.protobuf,application/json", "object", "application/json"],
])("Accept: %s", (accept, shape, mediaType) => {
  expect(representationFor(accept)).toEqual({ shape, mediaType });
});

test("an Accept header that nothing satisfies is a 406", () => {
  expect(() => representationFor("application/vnd.kubernetes.protobuf")).toThrow(
    "only the following media types are accepted",
  );
});

test("JSON is escaped as Go escapes it", () => {
  expect(jsonText({ text: "<a> & \u2028\u2029" })).toBe('{"text":"\\u003ca\\u003e \\u0026 \\u2028\\u2029"}');
});

const none = { group: "", version: "v1", plural: "", namespace: "", name: "", subresource: "" };

test.each([
  ["/api/v1/pods", { ...none, plural: "pods" }],
  ["/api/v1/namespaces", { ...none, plural: "namespaces" }],
  ["/api/v1/namespaces/a", { ...none, plural: "namespaces", name: "a" }],
  ["/api/v1/namespaces/a/finalize", { ...none, plural: "namespaces", name: "a", subresource: "finalize" }],
  ["/api/v1/namespaces/a/pods/b/log", { ...none, plural: "pods", namespace: "a", name: "b", subresource: "log" }],
  ["/apis/apps/v1/deployments", { ...none, group: "apps", plural: "deployments" }],
  [
    "/apis/apps/v1/namespaces/a/deployments/b/scale",
    { ...none, group: "apps", plural: "deployments", namespace: "a", name: "b", subresource: "scale" },
  ],
  ["/apis/apps/v1", undefined],
  ["/apis/apps/v1/deployments/b/scale/more", undefined],
  ["/metrics", undefined],
])("%s", (path, parsed) => {
  expect(parseResourcePath(path)).toEqual(parsed);
});
