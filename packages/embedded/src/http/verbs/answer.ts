import { apiVersionOf, type KubeObject } from "@bellwether/core";
import { stringify } from "yaml";
import type { Listing } from "../../api/requests.ts";
import type { ServedType } from "../../api/types/served-type.ts";
import { type Representation, representationFor } from "../codec/accept.ts";
import { jsonText, objectText } from "../codec/json-text.ts";
import type { Exchange } from "../exchange.ts";
import { type IncludeObject, partialMetadata, tableOf } from "../table/table.ts";

/** How one request about objects is answered: in the representation that its `Accept` header asks for. */
export class Answer {
  readonly representation: Representation;
  readonly #exchange: Exchange;
  readonly #type: ServedType;
  readonly #now: () => number;

  /** Refuses, before anything is done, what cannot be represented. */
  constructor(exchange: Exchange, type: ServedType, now: () => number) {
    this.representation = representationFor(exchange.header("accept"));
    this.#exchange = exchange;
    this.#type = type;
    this.#now = now;
  }

  object(object: KubeObject, code: number = 200): void {
    this.#send(code, this.objectText(object, true));
  }

  list({ items, ...listing }: Listing): void {
    const metadata = {
      resourceVersion: listing.resourceVersion,
      ...(listing.continue !== undefined && { continue: listing.continue }),
      ...(listing.remainingItemCount !== undefined && { remainingItemCount: listing.remainingItemCount }),
    };
    switch (this.representation.shape) {
      case "table":
        return this.#send(200, jsonText(this.#table(metadata, items, true)));
      case "metadata": {
        const partial = { kind: "PartialObjectMetadataList", apiVersion: "meta.k8s.io/v1", metadata };
        return this.#send(200, jsonText({ ...partial, items: items.map(partialMetadata) }));
      }
      case "object": {
        const head = jsonText({ kind: this.#type.listKind, apiVersion: apiVersionOf(this.#type), metadata });
        return this.#send(200, `${head.slice(0, -1)},"items":[${items.map(objectText).join(",")}]}`);
      }
    }
  }

  /** One object as JSON in the asked-for shape; only the first table of a watch has headings. */
  objectText(object: KubeObject, headings: boolean): string {
    switch (this.representation.shape) {
      case "table":
        return jsonText(this.#table({ resourceVersion: object.metadata.resourceVersion }, [object], headings));
      case "metadata":
        return jsonText(partialMetadata(object));
      case "object":
        return objectText(object);
    }
  }

  #table(metadata: Readonly<Record<string, unknown>>, objects: readonly KubeObject[], headings: boolean): unknown {
    const asked = this.#exchange.query.get("includeObject");
    const includeObject: IncludeObject = asked === "None" || asked === "Object" ? asked : "Metadata";
    return tableOf(this.#type, metadata, objects, { includeObject, now: this.#now(), headings });
  }

  #send(code: number, json: string): void {
    const { mediaType } = this.representation;
    this.#exchange.answer(code, mediaType, mediaType === "application/yaml" ? stringify(JSON.parse(json)) : json);
  }
}
