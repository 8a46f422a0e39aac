import { createHash } from "node:crypto";
import { apiVersionOf } from "@bellwether/core";
import type { TypeRegistry } from "../../api/types/type-registry.ts";
import type { ServedType } from "../../api/types/served-type.ts";
import { jsonText } from "../codec/json-text.ts";
import { openApiDocument } from "./open-api-document.ts";

interface Document {
  readonly types: readonly ServedType[];
  readonly text: string;
  readonly hash: string;
}

/** The OpenAPI v3 documents of one cluster, one for each group and version, made anew when their types change. */
export class OpenApi {
  readonly #types: TypeRegistry;
  readonly #documents = new Map<string, Document>();

  constructor(types: TypeRegistry) {
    this.#types = types;
  }

  /** `/openapi/v3`: where the documents are; a client may keep a document as long as its hash stays. */
  index(): unknown {
    const groupVersions = new Set(this.#types.list().map(pathOf));
    const paths = [...groupVersions].map((path) => {
      const url = `/openapi/v3/${path}?hash=${this.#document(path)?.hash}`;
      return [path, { serverRelativeURL: url }] as const;
    });
    return { paths: Object.fromEntries(paths) };
  }

  /** The JSON of `/openapi/v3/PATH`; undefined when nothing is served at the path. */
  document(path: string): string | undefined {
    return this.#document(path)?.text;
  }

  #document(path: string): Document | undefined {
    const types = this.#types.list().filter((type) => pathOf(type) === path);
    if (types.length === 0) return undefined;
    const known = this.#documents.get(path);
    if (known?.types.length === types.length && known.types.every((type, at) => type === types[at])) return known;
    const text = jsonText(openApiDocument(types));
    const hash = createHash("sha256").update(text).digest("hex").toUpperCase();
    const document = { types, text, hash };
    this.#documents.set(path, document);
    return document;
  }
}

function pathOf(type: ServedType): string {
  return type.group === "" ? `api/${type.version}` : `apis/${apiVersionOf(type)}`;
}
