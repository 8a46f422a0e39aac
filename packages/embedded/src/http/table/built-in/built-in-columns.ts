import type { Column } from "../column.ts";
import { autoscalerColumns } from "./autoscaler-columns.ts";
import { batchColumns } from "./batch-columns.ts";
import { clusterColumns } from "./cluster-columns.ts";
import { configurationColumns } from "./configuration-columns.ts";
import { eventColumns } from "./event-columns.ts";
import { networkColumns } from "./network-columns.ts";
import { podColumns } from "./pod-columns.ts";
import { workloadColumns } from "./workload-columns.ts";

/** The columns of `kubectl get -o wide` by group and kind. Other kinds show name and age. */
export const builtInColumns: ReadonlyMap<string, readonly Column[]> = new Map(
  Object.entries({
    ...autoscalerColumns,
    ...batchColumns,
    ...clusterColumns,
    ...configurationColumns,
    ...eventColumns,
    ...networkColumns,
    ...podColumns,
    ...workloadColumns,
  }),
);
