import { ApiError, sleep } from "@bellwether/core";
import type { Cluster } from "./cluster.ts";
import { jsonText } from "./codec/json-text.ts";
import { discoveryText } from "./discovery/discovery.ts";
import type { Exchange } from "./exchange.ts";
import { internalError, overloaded, unauthorized } from "./refusals.ts";
import { routeResource } from "./route/resource-request.ts";
import { answerResource } from "./verbs/dispatch.ts";

const probes: readonly string[] = ["/healthz", "/livez", "/readyz"];

/** Answers one request, with what goes wrong on the way. Never rejects. */
export async function handle(cluster: Cluster, exchange: Exchange): Promise<void> {
  try {
    const fault = cluster.faults.onRequest?.(exchange);
    if (fault?.type === "delay") await sleep(cluster.clock, fault.milliseconds);
    if (fault?.type === "refuse") throw overloaded(fault.code, fault.retryAfterSeconds);
    if (fault?.type === "loseAnswer") exchange.loseAnswer();
    if (fault?.type === "drop") exchange.drop();
    else await answer(cluster, exchange);
  } catch (error) {
    answerError(exchange, error);
  }
}

async function answer(cluster: Cluster, exchange: Exchange): Promise<void> {
  if (probes.includes(exchange.path)) return exchange.answer(200, "text/plain; charset=utf-8", "ok");
  if (exchange.header("authorization") !== `Bearer ${cluster.token}`) throw unauthorized();
  const discovered = exchange.method === "GET" ? discoveryText(cluster, exchange) : undefined;
  if (discovered !== undefined) return exchange.answer(200, "application/json", discovered);
  const request = routeResource(cluster.api.types, exchange);
  if (request !== undefined) return answerResource(cluster, exchange, request);
  exchange.answer(404, "text/plain; charset=utf-8", "404 page not found\n");
}

function answerError(exchange: Exchange, error: unknown): void {
  const { status } = error instanceof ApiError ? error : internalError(String(error));
  const retryAfter = status.details?.retryAfterSeconds;
  exchange.answer(
    status.code,
    "application/json",
    jsonText(status),
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}
