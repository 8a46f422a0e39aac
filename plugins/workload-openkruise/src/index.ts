export { customResourceDefinitions } from "@bellwether/openkruise-models/crds";
export * from "./openkruise.ts";
