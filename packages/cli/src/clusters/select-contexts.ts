import { RolloutError } from "@bellwether/core";
import type { ContextSummary } from "@bellwether/kubernetes";

export interface ContextChoice {
  /** Names or patterns with `*`. */
  readonly contexts: readonly string[];
  readonly allContexts: boolean;
  /** BELLWETHER_CONTEXTS: comma-separated names or patterns. */
  readonly fromEnvironment: string | undefined;
}

function matches(pattern: string, name: string): boolean {
  const source = pattern
    .split("*")
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(`^${source}$`).test(name);
}

/**
 * The contexts that a command asks: those named; else those of the environment; else the current context, with its
 * whole group where the kubeconfig marks one. Never silently all: a kubeconfig may hold foreign clusters.
 */
export function selectContexts(known: readonly ContextSummary[], choice: ContextChoice): readonly ContextSummary[] {
  if (choice.allContexts) return known;
  const asked =
    choice.contexts.length > 0
      ? choice.contexts
      : (choice.fromEnvironment ?? "").split(",").filter((name) => name !== "");
  if (asked.length > 0)
    return asked
      .flatMap((pattern) => named(known, pattern))
      .filter((context, index, all) => all.indexOf(context) === index);
  const current = known.find(({ isCurrent }) => isCurrent);
  if (current === undefined) throw notFound("no context is current", known);
  return current.group === undefined ? [current] : known.filter(({ group }) => group === current.group);
}

function named(known: readonly ContextSummary[], pattern: string): readonly ContextSummary[] {
  const found = known.filter(({ name }) => matches(pattern, name));
  if (found.length === 0) throw notFound(`the kubeconfig has no context "${pattern}"`, known);
  return found;
}

function notFound(message: string, known: readonly ContextSummary[]): RolloutError {
  const names = known.map(({ name }) => name).join(", ");
  return new RolloutError("CONTEXT_NOT_FOUND", message, {
    remedy: names === "" ? "give a kubeconfig that has contexts" : `choose one of ${names}`,
  });
}
