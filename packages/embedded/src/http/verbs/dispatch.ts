import type { Cluster } from "../cluster.ts";
import type { Exchange } from "../exchange.ts";
import type { ResourceRequest } from "../route/resource-request.ts";
import { Answer } from "./answer.ts";
import { answerGet, answerList } from "./read.ts";
import { answerDelete, answerDeleteCollection } from "./remove.ts";
import { answerWatch } from "./watch.ts";
import { answerCreate, answerPatch, answerUpdate } from "./write.ts";

/** Answers a request about objects. */
export async function answerResource(cluster: Cluster, exchange: Exchange, request: ResourceRequest): Promise<void> {
  const { api, clock } = cluster;
  if (request.subresource === "log") {
    // The pods of an embedded cluster run nothing, so they have nothing to say.
    api.get(request.type, request.key);
    return exchange.answer(200, "text/plain", "");
  }
  const answer = new Answer(exchange, request.type, () => clock.now());
  switch (request.verb) {
    case "get":
      return answerGet(api, request, answer);
    case "list":
      return answerList(api, request, exchange.query, answer);
    case "watch":
      return answerWatch(cluster, exchange, request, answer);
    case "create":
      return answerCreate(api, exchange, request, answer);
    case "update":
      return answerUpdate(api, exchange, request, answer);
    case "patch":
      return answerPatch(api, exchange, request, answer);
    case "delete":
      return answerDelete(api, exchange, request, answer);
    case "deletecollection":
      return answerDeleteCollection(api, exchange, request, answer);
  }
}
