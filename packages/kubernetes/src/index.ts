export * from "./link/link-cluster.ts";
export * from "./reflect/create-views.ts";
export * from "./reflect/own-writes.ts";
export * from "./reflect/projection.ts";
export * from "./reflect/recording-client.ts";
export { defaultTiming, type ReflectorTiming } from "./reflect/reflector.ts";
