export * from "./cluster/virtual-cluster.ts";
export * from "./contracts/contract-case.ts";
export * from "./contracts/strategy-contract.ts";
export * from "./contracts/workload-adapter-contract.ts";
export * from "./contracts/workload/workload-kind.ts";
export * from "./kubectl/kubectl.ts";
export * from "./kubectl/stock-kubectl.ts";
export * from "./virtual-clock.ts";
