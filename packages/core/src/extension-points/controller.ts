import { createExtensionPoint, type ExtensionPoint } from "../plugin/extension-point.ts";

/**
 * Keeps something true on one cluster beside the rollouts, such as the revisions of an Application.
 * Runs only while the host leads there.
 */
export interface Controller {
  /** Resolves after the signal aborts and everything in flight has ended. Failures inside are its own to retry. */
  run(signal: AbortSignal): Promise<void>;
}

export const controller: ExtensionPoint<Controller> = createExtensionPoint("controller");
