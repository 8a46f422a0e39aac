export * as v1alpha1 from "./gen/apps.kruise.io/v1alpha1/index.ts";
export * as v1beta1 from "./gen/apps.kruise.io/v1beta1/index.ts";
