import { parentPort, workerData } from "node:worker_threads";
import { init } from "cue-wasm";
import type { Evaluation } from "./evaluation.ts";
import { withMemoryLimit } from "./wasm-memory-limit.ts";

const pageBytes = 65_536;
const largestResult = 4_000_000;
const { memoryMb } = workerData as { memoryMb: number };

// The evaluator is Go compiled to WebAssembly. A fatal error of Go is printed, then the instance is gone.
let printed = "";
console.log =
  console.warn =
  console.error =
    (...parts: unknown[]): void => {
      if (printed.length < 1000) printed += parts.join(" ");
    };

const { WebAssembly: wasm } = globalThis as unknown as { WebAssembly: WebAssemblyModules };
const { instantiate } = wasm;
wasm.instantiate = (module, imports) => instantiate(withMemoryLimit(module, (memoryMb * 2 ** 20) / pageBytes), imports);

const cue = await init();
parentPort?.on("message", (source: string) => parentPort?.postMessage(evaluate(source)));
parentPort?.postMessage("ready");

interface WebAssemblyModules {
  instantiate(this: void, module: Uint8Array, imports: unknown): Promise<unknown>;
}

function evaluate(source: string): Evaluation {
  try {
    const json = cue.toJSON(source);
    if (json.length <= largestResult) return { kind: "value", json };
    return { kind: "refused", message: `the result has ${json.length} characters, ${largestResult} are allowed` };
  } catch (error) {
    // CUE's own errors are thrown as strings; anything else leaves the instance in an unknown state.
    if (typeof error === "string") return { kind: "refused", message: error };
    if (printed.includes("out of memory")) return { kind: "outOfMemory" };
    const nested = error instanceof RangeError;
    return { kind: "crashed", message: nested ? "it is nested too deeply" : printed || String(error) };
  }
}
