import { type AdapterLookup, parseApiVersion, type WorkloadAdapter, workloadAdapter } from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";

export function findAdapter(
  instances: Instances,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Contributed<WorkloadAdapter> | undefined {
  const { group } = parseApiVersion(apiVersion);
  return instances.find(workloadAdapter, group === "" ? kind : `${kind}.${group}`);
}

export function adapterLookup(instances: Instances): AdapterLookup {
  return (apiVersion, kind) => findAdapter(instances, { apiVersion, kind })?.instance;
}
