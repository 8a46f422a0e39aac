import type { Benchmark } from "./benchmark.ts";
import { overhead } from "./benchmarks/overhead.ts";
import { writes } from "./benchmarks/writes.ts";

export const benchmarks: readonly Benchmark[] = [overhead, writes];
