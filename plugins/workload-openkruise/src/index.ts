export { customResourceDefinitions } from "@bellwether/openkruise-models/crds";
