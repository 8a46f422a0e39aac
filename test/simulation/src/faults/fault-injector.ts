import { ApiError, ApiUnreachable, type ResourceType } from "@bellwether/core";
import type { MemoryRequest } from "@bellwether/embedded";
import type { Chance } from "../time/chance.ts";
import { isOfType, leases } from "../world/resources.ts";
import { type FaultCounts, type FaultId, noFaults } from "./fault.ts";
import type { Crash, FaultPlan } from "./fault-plan.ts";

export type RequestFault =
  | { readonly kind: "crash"; readonly crash: Crash }
  | { readonly kind: "lost"; readonly error: ApiUnreachable }
  | { readonly kind: "refused"; readonly error: ApiError };

export type EventFault = "lost" | "doubled" | "silent";

const events: Pick<ResourceType, "group" | "plural"> = { group: "events.k8s.io", plural: "events" };

/** Decides, request by request and event by event, what goes wrong, and counts it. */
export class FaultInjector {
  readonly plan: FaultPlan;
  /** Writes that hosts have sent, the lease and events apart. */
  writes = 0;
  readonly #chance: Chance;
  readonly #note: (id: FaultId, text: string) => void;
  #counts: FaultCounts = noFaults;
  #stopped = false;

  constructor(plan: FaultPlan, chance: Chance, note: (id: FaultId, text: string) => void) {
    this.plan = plan;
    this.#chance = chance;
    this.#note = note;
  }

  get counts(): FaultCounts {
    return this.#counts;
  }

  get isOver(): boolean {
    return this.#stopped;
  }

  /** From now on everything works. */
  stop(): void {
    this.#stopped = true;
  }

  count(id: FaultId, text: string): void {
    this.#counts = { ...this.#counts, [id]: this.#counts[id] + 1 };
    this.#note(id, text);
  }

  onRequest(request: MemoryRequest, isWrite: boolean): RequestFault | undefined {
    const { type } = request;
    if (type !== undefined && isOfType(type, leases)) return this.#refusal(request, isWrite);
    if (isWrite && type !== undefined && !isEvent(type)) this.writes += 1;
    if (this.#stopped) return undefined;
    const crash = isWrite ? this.plan.crashes.find(({ write }) => write === this.writes) : undefined;
    if (crash !== undefined && type !== undefined && !isEvent(type)) {
      this.count(crash.side === "before" ? "F1" : "F2", `at its write ${crash.write}, ${textOf(request)}`);
      return { kind: "crash", crash };
    }
    if (isWrite && this.#happens(this.plan.replyLost)) {
      this.count("F3", textOf(request));
      return { kind: "lost", error: new ApiUnreachable("the reply was lost") };
    }
    return this.#refusal(request, isWrite);
  }

  onEvent(type: ResourceType): EventFault | undefined {
    if (this.#stopped) return undefined;
    const { eventLost, eventDoubled, streamSilent } = this.plan;
    const fault = this.#happens(streamSilent)
      ? "silent"
      : this.#happens(eventLost)
        ? "lost"
        : this.#happens(eventDoubled)
          ? "doubled"
          : undefined;
    if (fault !== undefined) this.count("F7", `the watch of ${type.plural}: ${fault}`);
    return fault;
  }

  lagOf({ kind }: ResourceType): number {
    return this.#stopped ? 0 : (this.plan.lagMs[kind] ?? 0);
  }

  get latencyMs(): number {
    return this.plan.latencyMs === 0 || this.#stopped ? 0 : Math.ceil(this.#chance.next() * this.plan.latencyMs);
  }

  #refusal(request: MemoryRequest, isWrite: boolean): RequestFault | undefined {
    if (this.#stopped || !this.#happens(this.plan.refused)) return undefined;
    const code = request.verb === "watch" ? 410 : this.#chance.pick(isWrite ? [409, 429, 500, 503] : [429, 500, 503]);
    this.count("F5", `${code} for ${textOf(request)}`);
    return { kind: "refused", error: refusal(code, this.#chance) };
  }

  #happens(probability: number): boolean {
    return probability > 0 && this.#chance.happens(probability);
  }
}

function isEvent(type: ResourceType): boolean {
  return type.group === events.group && type.plural === events.plural;
}

function textOf({ verb, type, key }: MemoryRequest): string {
  return `${verb} ${type?.plural ?? ""} ${key?.name ?? ""}`;
}

const reasons: Readonly<Record<number, string>> = {
  409: "Conflict",
  410: "Expired",
  429: "TooManyRequests",
  500: "InternalError",
  503: "ServiceUnavailable",
};

function refusal(code: number, chance: Chance): ApiError {
  const retryAfterSeconds = code === 429 || code === 503 ? chance.integer(0, 3) : undefined;
  return new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    code,
    reason: reasons[code] ?? "",
    message: `injected: ${reasons[code]}`,
    ...(retryAfterSeconds === undefined ? {} : { details: { retryAfterSeconds } }),
  });
}
