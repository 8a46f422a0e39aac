import type { KubeObject } from "@bellwether/core";
import { deepEqual } from "../json/deep-equal.ts";
import { customResourceFaults } from "../schema/validate.ts";
import type { ServedType } from "../types/served-type.ts";
import type { KindRules } from "./kind-rules.ts";
import { dnsSubdomain } from "./names.ts";

/** A custom resource is what its schema says; its generation counts everything outside metadata and a separate status. */
export function customKindRules(type: ServedType): KindRules {
  const statusApart = type.subresources.includes("status");
  const counts = (field: string): boolean =>
    field !== "metadata" && field !== "apiVersion" && !(statusApart && field === "status");
  return {
    definitions: undefined,
    checkName: dnsSubdomain,
    unconditionalUpdate: false,
    statusApart,
    statusAtCreation: false,
    generationCounts: (before: KubeObject, after: KubeObject) =>
      Object.keys({ ...before, ...after }).some((field) => counts(field) && !deepEqual(before[field], after[field])),
    ...(type.schema === undefined ? {} : { validate: (object, before) => customResourceFaults(type, object, before) }),
  };
}
