import type { KubeObject } from "@bellwether/core";
import type { FieldError } from "../errors/field-error.ts";
import type { JsonObject } from "../json/json-object.ts";
import type { DefinitionRules } from "../schema/admit.ts";
import type { NameRule } from "./names.ts";

/** What a kind does at a write beyond its schema. Drafts are shallow: what is below the root is frozen. */
export interface KindRules {
  /** Field defaults and checks of built-in definitions; undefined for custom resources. */
  readonly definitions: DefinitionRules | undefined;
  readonly checkName: NameRule;
  /** A PUT without resourceVersion overwrites. */
  readonly unconditionalUpdate: boolean;
  /** Status is written through `/status` only. */
  readonly statusApart: boolean;
  /** A status apart may come with a new object all the same: a kubelet registers its node so. */
  readonly statusAtCreation: boolean;
  /** Whether the difference raises `metadata.generation`; undefined: the kind has none. */
  readonly generationCounts?: (before: KubeObject, after: KubeObject) => boolean;
  /** Fills in what the server decides at creation. */
  prepareCreate?(draft: JsonObject, context: Preparation): void;
  prepareUpdate?(draft: JsonObject, before: KubeObject): void;
  /** Checks of the whole object; `before` is absent at creation. */
  validate?(object: KubeObject, before: KubeObject | undefined): readonly FieldError[];
}

export interface Preparation {
  /** RFC 3339, whole seconds. */
  readonly now: string;
  /** A number of 32 bits, repeatable for the cluster's seed. */
  readonly random: () => number;
}
