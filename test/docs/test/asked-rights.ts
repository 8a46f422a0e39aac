import type { SeenRequest } from "@bellwether/embedded";

const verbs: Readonly<Record<string, string>> = { POST: "create", PUT: "update", PATCH: "patch", DELETE: "delete" };

/** The right that a request takes, as RBAC counts: `patch clonesets.apps.kruise.io`. Undefined for discovery. */
export function askedRight({ method, path, query }: SeenRequest): string | undefined {
  const match =
    /^\/apis?\/(?:([^/]+\.[^/]+|apps)\/)?v[^/]+\/(?:namespaces\/[^/]+\/)?([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(
      path,
    );
  if (match === null) return undefined;
  const [, group = "", resource = "", name, subresource] = match;
  const reading = name === undefined ? (query.get("watch") === "true" ? "watch" : "list") : "get";
  const whole = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verbs[method] ?? reading} ${group === "" ? whole : `${whole}.${group}`}`;
}
