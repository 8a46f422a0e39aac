export * from "./kubectl/kubectl.ts";
export * from "./kubectl/stock-kubectl.ts";
