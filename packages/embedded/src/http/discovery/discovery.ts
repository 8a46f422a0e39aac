import type { Cluster } from "../cluster.ts";
import { jsonText } from "../codec/json-text.ts";
import type { Exchange } from "../exchange.ts";
import { apiGroup, apiGroupList, apiVersions } from "./groups.ts";
import { apiResourceList } from "./resources.ts";
import { serverVersion } from "./version.ts";

/** What the server says about itself: version, groups, resources, schemas. Undefined for any other path. */
export function discoveryText({ api, openApi }: Cluster, exchange: Exchange): string | undefined {
  const [, root, first, second, ...beyond] = exchange.path.replace(/\/$/, "").split("/");
  const described = (): unknown => {
    const types = api.types.list();
    if (root === "version" && first === undefined) return serverVersion;
    if (root === "api" && second === undefined) {
      return first === undefined ? apiVersions(exchange.header("host")) : apiResourceList(types, "", first);
    }
    if (root !== "apis" || beyond.length > 0) return undefined;
    if (first === undefined) return apiGroupList(types);
    return second === undefined ? apiGroup(types, first) : apiResourceList(types, first, second);
  };
  if (root === "openapi" && first === "v3") {
    return second === undefined ? jsonText(openApi.index()) : openApi.document([second, ...beyond].join("/"));
  }
  const answer = described();
  return answer === undefined ? undefined : jsonText(answer);
}
