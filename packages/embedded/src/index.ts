export * from "./api/api-server.ts";
export * from "./api/requests.ts";
export * from "./api/schema/json-schema.ts";
export * from "./api/types/served-type.ts";
export * from "./api/types/type-registry.ts";
