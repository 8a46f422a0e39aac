import type { KubeObject } from "@bellwether/core";
import { badRequest, statusError } from "../errors/status-error.ts";
import { invalidObject, type FieldError } from "../errors/field-error.ts";
import type { Listing, ListRequest, Selection } from "../requests.ts";
import { parseFieldSelector } from "../select/field-selector.ts";
import { parseLabelSelector } from "../select/label-selector.ts";
import type { ServedType } from "../types/served-type.ts";
import { viewAs } from "../types/version-view.ts";
import type { Cluster } from "../write/cluster.ts";
import { parseRevision } from "./revision.ts";
import { decodeContinue, encodeContinue } from "./continue-token.ts";

/** The objects that a request selects, for their place in a list or a watch. */
export function selection(type: ServedType, request: Selection): (object: KubeObject) => boolean {
  const { namespace = "" } = request;
  const labels = parseLabelSelector(request.labelSelector);
  const fields = parseFieldSelector(type, request.fieldSelector);
  return (object) =>
    (namespace === "" || object.metadata.namespace === namespace) &&
    (labels === undefined || labels(object.metadata.labels)) &&
    (fields === undefined || fields(viewAs(type, object)));
}

export function listObjects(cluster: Cluster, type: ServedType, request: ListRequest): Listing {
  const collection = cluster.store.collection(type);
  const { resourceVersion = "", resourceVersionMatch } = request;
  const token =
    request.continue === undefined || request.continue === "" ? undefined : decodeContinue(request.continue);
  if (token !== undefined && resourceVersion !== "" && resourceVersion !== "0")
    throw badRequest("specifying resource version is not allowed when using continue");
  checkMatch(request);
  const asked = resourceVersion === "" ? 0 : parseRevision(resourceVersion);
  if (asked > cluster.store.revision) throw tooLarge(resourceVersion, cluster.store.revision);
  const exact = resourceVersionMatch === "Exact" ? asked : undefined;
  if (exact !== undefined && exact < collection.oldest)
    throw statusError(410, "Expired", "The resourceVersion for the provided list is too old.");
  // A token without a revision continues at the latest state: the inconsistent list that a 410 offers.
  const revision =
    exact ?? (token?.revision === undefined || token.revision < 0 ? cluster.store.revision : token.revision);
  if (revision < collection.oldest) throw expiredToken(token?.after ?? "");
  const all =
    revision === cluster.store.revision ? collection.objects.list(request.namespace) : collection.listAt(revision);
  const selected = all.filter(selection(type, request));
  const after = token?.after;
  const rest = after === undefined ? selected : selected.filter((object) => placeOf(object) > after);
  // The watch cache, which answers version 0, knows no pages.
  const limit = resourceVersion === "0" ? 0 : (request.limit ?? 0);
  const page = limit > 0 && rest.length > limit ? rest.slice(0, limit) : rest;
  const listing: Listing = { resourceVersion: String(revision), items: page.map((object) => viewAs(type, object)) };
  const last = page.at(-1);
  if (page.length === rest.length || last === undefined) return listing;
  const filtered = (request.labelSelector ?? "") !== "" || (request.fieldSelector ?? "") !== "";
  return {
    ...listing,
    continue: encodeContinue({ revision, after: placeOf(last) }),
    ...(filtered ? {} : { remainingItemCount: rest.length - page.length }),
  };
}

function placeOf({ metadata: { namespace = "", name = "" } }: KubeObject): string {
  return namespace === "" ? name : `${namespace}/${name}`;
}

function checkMatch({ resourceVersion = "", resourceVersionMatch, continue: token = "" }: ListRequest): void {
  if (resourceVersionMatch === undefined || resourceVersionMatch === "") return;
  const field = "resourceVersionMatch";
  const errors: FieldError[] = [];
  if (resourceVersion === "")
    errors.push({
      field,
      reason: "FieldValueForbidden",
      detail: "resourceVersionMatch is forbidden unless resourceVersion is provided",
    });
  if (token !== "")
    errors.push({
      field,
      reason: "FieldValueForbidden",
      detail: "resourceVersionMatch is forbidden when continue is provided",
    });
  if (resourceVersionMatch !== "Exact" && resourceVersionMatch !== "NotOlderThan") {
    errors.push({
      field,
      reason: "FieldValueNotSupported",
      value: JSON.stringify(resourceVersionMatch),
      detail: 'supported values: "Exact", "NotOlderThan"',
    });
  }
  if (resourceVersionMatch === "Exact" && resourceVersion === "0") {
    errors.push({
      field,
      reason: "FieldValueForbidden",
      detail: 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    });
  }
  if (errors.length > 0) throw invalidObject({ group: "meta.k8s.io", kind: "ListOptions" }, "", errors);
}

function tooLarge(wanted: string, current: number): Error {
  return statusError(504, "Timeout", `Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
    retryAfterSeconds: 1,
  });
}

/** The answer carries a token with which the rest can be had at a newer version. */
function expiredToken(after: string): Error {
  const message =
    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";
  const error = statusError(410, "Expired", message);
  return Object.assign(error, {
    status: { ...error.status, metadata: { continue: encodeContinue({ revision: -1, after }) } },
  });
}
