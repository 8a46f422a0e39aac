import { notAcceptable } from "../refusals.ts";

/** The shape in which objects travel: whole, as rows of a table, or metadata alone. */
type Shape = "object" | "table" | "metadata";

export interface Representation {
  readonly shape: Shape;
  readonly mediaType: "application/json" | "application/yaml";
}

const offered = ["application/json", "application/yaml"];
const json = ["application/json", "application/*", "*/*"];
const shapes: Readonly<Record<string, Shape>> = {
  Table: "table",
  PartialObjectMetadata: "metadata",
  PartialObjectMetadataList: "metadata",
};

/** The first of the `Accept` header's choices that this server can give; 406 when there is none. */
export function representationFor(accept: string): Representation {
  for (const choice of accept === "" ? ["*/*"] : accept.split(",")) {
    const [type = "", ...parameters] = choice.split(";").map((part) => part.trim());
    const wanted = new Map(parameters.map((parameter) => parameter.split("=", 2) as [string, string]));
    const as = wanted.get("as");
    const shape = as === undefined ? "object" : wanted.get("g") === "meta.k8s.io" ? shapes[as] : undefined;
    if (shape === undefined) continue;
    if (json.includes(type)) return { shape, mediaType: "application/json" };
    if (type === "application/yaml") return { shape, mediaType: "application/yaml" };
  }
  throw notAcceptable(offered);
}
