export * from "./batch-strategies.ts";
export * from "./batch-strategy.ts";
