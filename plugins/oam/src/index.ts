export { customResourceDefinitions } from "./custom-resource-definitions.ts";
export { oam } from "./oam.ts";
