import type { ContractCase } from "./contract-case.ts";
import { holdingCases } from "./workload/holding.ts";
import { leavingCases } from "./workload/leaving.ts";
import { movingCases } from "./workload/moving.ts";
import type { WorkloadKind } from "./workload/workload-kind.ts";

/** What every workload adapter must do, on a virtual cluster that runs its kind. */
export function workloadAdapterContract(kind: WorkloadKind): readonly ContractCase[] {
  return [...holdingCases(kind), ...movingCases(kind), ...leavingCases(kind)];
}
