import type { RolloutEvent } from "../model/rollout-event.ts";
import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

/** Told what has happened, never asked. */
export interface Observer {
  notify(event: RolloutEvent): void | Promise<void>;
}

export const observer: ExtensionPoint<Observer> = createExtensionPoint("observer");
