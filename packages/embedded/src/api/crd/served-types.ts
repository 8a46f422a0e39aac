import type { ServedType } from "../types/served-type.ts";
import type { CustomResourceDefinition, CustomResourceVersion } from "./custom-resource-definition.ts";

const verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const ageColumn = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" } as const;

/** One served type for each served version. */
export function servedTypesOf(definition: CustomResourceDefinition): ServedType[] {
  return definition.spec.versions.filter((version) => version.served).map((version) => servedType(definition, version));
}

function servedType({ spec }: CustomResourceDefinition, version: CustomResourceVersion): ServedType {
  const { names } = spec;
  const { status, scale } = version.subresources ?? {};
  const schema = version.schema?.openAPIV3Schema;
  const selectable = version.selectableFields?.map(({ jsonPath }) => jsonPath.replace(/^\./, ""));
  return {
    group: spec.group,
    version: version.name,
    kind: names.kind,
    plural: names.plural,
    singular: names.singular ?? names.kind.toLowerCase(),
    namespaced: spec.scope === "Namespaced",
    shortNames: names.shortNames ?? [],
    categories: names.categories ?? [],
    listKind: names.listKind ?? `${names.kind}List`,
    subresources: [...(status === undefined ? [] : ["status"]), ...(scale === undefined ? [] : ["scale"])],
    ...(scale === undefined ? {} : { scale }),
    verbs,
    builtIn: false,
    ...(schema === undefined ? {} : { schema }),
    printerColumns: version.additionalPrinterColumns ?? [ageColumn],
    ...(selectable === undefined ? {} : { selectableFields: selectable }),
  };
}
