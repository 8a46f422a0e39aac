export { customResourceDefinitions } from "./custom-resource-definitions.ts";
