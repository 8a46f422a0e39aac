import { clock, componentRenderers, kubeClient, kubeViews, logger, type Token } from "@bellwether/core";

/** A host-wide service that the composer adds to those of the host. */
export interface ProvidedService {
  readonly token: Token<unknown>;
  readonly instance: unknown;
}

export function provide<T>(token: Token<T>, instance: T): ProvidedService {
  return { token, instance };
}

/** What the host itself provides. */
export const hostTokens: readonly Token<unknown>[] = [clock, logger, componentRenderers, kubeClient, kubeViews];
