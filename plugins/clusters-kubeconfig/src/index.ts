export * from "./kubeconfig-contexts.ts";
