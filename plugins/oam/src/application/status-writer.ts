import { keyOf, mergePatchOn, type Clock, type KubeClient, type RolloutError } from "@bellwether/core";
import type { Application } from "../kinds/application.ts";
import { statusManager } from "../kinds/keys.ts";
import { applications } from "../kinds/resource-types.ts";
import { changes, conditionsWith, statusOf, type ApplicationStatus, type Verdict } from "./application-status.ts";

/** Writes an Application's status when it says something new. */
export class StatusWriter {
  readonly #client: KubeClient;
  readonly #clock: Clock;

  constructor(client: KubeClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  async publish(
    application: Application,
    status: ApplicationStatus,
    verdicts: readonly Verdict[],
    signal: AbortSignal,
  ): Promise<void> {
    const before = statusOf(application);
    const time = new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
    const next: ApplicationStatus = {
      ...status,
      observedGeneration: application.metadata.generation ?? 0,
      conditions: conditionsWith(before.conditions ?? [], verdicts, time),
    };
    if (!changes(before, next)) return;
    await this.#client.patch(applications, keyOf(application), mergePatchOn(application, { status: next }), {
      fieldManager: statusManager,
      subresource: "status",
      signal,
    });
  }
}

export function refused(type: Verdict["type"], { code, message }: RolloutError): Verdict {
  return { type, status: "False", reason: code, message };
}
