export * from "./deployments.ts";
