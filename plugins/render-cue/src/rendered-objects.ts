import { type KubeObject, type Rendered, RolloutError } from "@bellwether/core";
import type { Evaluation } from "./evaluation.ts";

/** Reads the result of an evaluated template, or throws the `RolloutError` that says why there is none. */
export function renderedObjects(component: string, evaluation: Evaluation): Rendered {
  switch (evaluation.kind) {
    case "value":
      return readResult(component, JSON.parse(evaluation.json) as Result);
    case "refused":
      throw refusedError(component, evaluation.message);
    case "outOfMemory":
      throw new RolloutError("RENDER_OUT_OF_MEMORY", `The template of component "${component}" ran out of memory.`);
    case "timeout":
      throw new RolloutError("RENDER_TIMEOUT", `The template of component "${component}" did not end in time.`);
    case "crashed":
      throw failed(component, evaluation.message);
  }
}

interface Result {
  readonly output: unknown;
  readonly outputs: Readonly<Record<string, unknown>>;
}

function readResult(component: string, { output, outputs }: Result): Rendered {
  if (!isTyped(output)) {
    throw new RolloutError("RENDER_NO_OUTPUT", `The output of component "${component}" has no apiVersion or no kind.`);
  }
  const named = Object.entries(outputs).map(([name, object]): [string, KubeObject] => {
    if (!isTyped(object)) throw failed(component, `outputs.${name} has no apiVersion or no kind`);
    return [name, withMetadata(object)];
  });
  return { output: withMetadata(output), outputs: Object.fromEntries(named) };
}

type TypedObject = Pick<KubeObject, "apiVersion" | "kind"> & { readonly metadata?: KubeObject["metadata"] };

function isTyped(object: unknown): object is TypedObject {
  const { apiVersion, kind } = Object(object) as Partial<TypedObject>;
  return typeof apiVersion === "string" && typeof kind === "string";
}

function withMetadata(object: TypedObject): KubeObject {
  return { ...object, metadata: object.metadata ?? {} };
}

function refusedError(component: string, cueMessage: string): RolloutError {
  const message = cueMessage.replace(/^cue: marshal error: /, "").replaceAll("_t.", "");
  if (message === "output: undefined field: output") {
    return new RolloutError("RENDER_NO_OUTPUT", `The template of component "${component}" yields no output.`);
  }
  return failed(
    component,
    message
      .replace(/^(parameter\.\S+): cannot convert incomplete value "(.*)" to JSON/, "$1 is required ($2)")
      .replace(
        /^(parameter\.\S+): \d+ errors in empty disjunction: .*/,
        "$1 is none of the values that the template allows",
      ),
  );
}

function failed(component: string, reason: string): RolloutError {
  const shown = reason.length > 500 ? `${reason.slice(0, 500)}…` : reason;
  return new RolloutError("RENDER_FAILED", `The template of component "${component}" does not evaluate: ${shown}`);
}
