import { type AdapterLookup, parseApiVersion, type WorkloadAdapter, workloadAdapter } from "@bellwether/core";
import { checkManifest } from "../plugins/check-answers.ts";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";

export function findAdapter(
  instances: Instances,
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
): Contributed<WorkloadAdapter> | undefined {
  const { group } = parseApiVersion(apiVersion);
  return instances.find(workloadAdapter, group === "" ? kind : `${kind}.${group}`);
}

/** For sources: a failure to hold is the adapter's, whoever asked. */
export function adapterLookup(instances: Instances): AdapterLookup {
  return (apiVersion, kind) => {
    const adapter = findAdapter(instances, { apiVersion, kind });
    if (adapter === undefined) return undefined;
    const { type, placement } = adapter.instance;
    return { type, placement, hold: (...order) => adapter.callNow("hold", (a) => a.hold(...order), checkManifest) };
  };
}
