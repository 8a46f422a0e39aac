import type { JsonSchema } from "../../api/schema/json-schema.ts";
import { builtInDefinition, referencedName } from "../../api/schema/built-in-definitions.ts";
import type { ServedType } from "../../api/types/served-type.ts";
import { serverVersion } from "./version.ts";

const success = { responses: { "200": { description: "OK" } } };
// kubectl leaves validation to the server when the PATCH operation of a kind has `fieldValidation`.
const writeParameters = ["dryRun", "fieldManager", "fieldValidation"].map((name) => queryParameter(name, "string"));

/** One OpenAPI v3 document: the paths and the schemas of the types of one group and version. */
export function openApiDocument(types: readonly ServedType[]): unknown {
  const schemas: Record<string, unknown> = {};
  for (const type of types) addSchema(schemas, type);
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: serverVersion.gitVersion },
    paths: Object.assign({}, ...types.map(pathsOf)) as unknown,
    components: { schemas },
  };
}

function pathsOf(type: ServedType): Readonly<Record<string, unknown>> {
  const { group, version, kind, plural } = type;
  const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const collection = type.namespaced ? `${root}/namespaces/{namespace}/${plural}` : `${root}/${plural}`;
  const about = { "x-kubernetes-group-version-kind": { group, version, kind }, ...success };
  const post = { ...about, parameters: writeParameters, "x-kubernetes-action": "post" };
  if (type.verbs.length === 1) return { [collection]: { post } };
  return {
    [collection]: { get: { ...about, "x-kubernetes-action": "list" }, post },
    [`${collection}/{name}`]: {
      get: { ...about, "x-kubernetes-action": "get" },
      put: { ...about, parameters: writeParameters, "x-kubernetes-action": "put" },
      patch: {
        ...about,
        parameters: [...writeParameters, queryParameter("force", "boolean")],
        "x-kubernetes-action": "patch",
      },
      delete: { ...about, "x-kubernetes-action": "delete" },
    },
  };
}

function queryParameter(name: string, type: string): unknown {
  return { name, in: "query", schema: { type, uniqueItems: true } };
}

function addSchema(schemas: Record<string, unknown>, type: ServedType): void {
  const { group, version, kind, schema = {} } = type;
  const whole = schema.$ref === undefined ? withCommonFields(schema) : builtInDefinition(referencedName(schema.$ref));
  const name =
    schema.$ref === undefined
      ? `${group.split(".").reverse().join(".")}.${version}.${kind}`
      : referencedName(schema.$ref);
  schemas[name] = { ...whole, "x-kubernetes-group-version-kind": [{ group, version, kind }] };
  addReferenced(schemas, whole);
}

/** A custom resource's schema need not name the fields that every object has. */
function withCommonFields(schema: JsonSchema): JsonSchema {
  const metadata: JsonSchema = { $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" };
  const properties = {
    apiVersion: { type: "string" },
    kind: { type: "string" },
    ...schema.properties,
    metadata,
  } as const;
  return { type: "object", ...schema, properties };
}

function addReferenced(schemas: Record<string, unknown>, value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key !== "$ref" || typeof child !== "string") {
      addReferenced(schemas, child);
      continue;
    }
    const name = referencedName(child);
    if (name in schemas) continue;
    const definition = builtInDefinition(name);
    schemas[name] = definition;
    addReferenced(schemas, definition);
  }
}
