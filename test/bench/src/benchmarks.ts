import type { Benchmark } from "./benchmark.ts";
import { idle } from "./benchmarks/idle.ts";
import { many } from "./benchmarks/many.ts";
import { overhead } from "./benchmarks/overhead.ts";
import { reaction } from "./benchmarks/reaction.ts";
import { startup } from "./benchmarks/startup.ts";
import { writes } from "./benchmarks/writes.ts";

export const benchmarks: readonly Benchmark[] = [overhead, writes, reaction, many, idle, startup];
