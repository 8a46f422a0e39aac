import type { ServedType } from "../../api/types/served-type.ts";

interface GroupVersion {
  readonly groupVersion: string;
  readonly version: string;
}

interface Group {
  readonly name: string;
  readonly versions: readonly GroupVersion[];
  readonly preferredVersion: GroupVersion | undefined;
}

/** `/apis`: every group but the core one, each with its versions, the preferred one first. */
export function apiGroupList(types: readonly ServedType[]): unknown {
  return { kind: "APIGroupList", apiVersion: "v1", groups: groupsOf(types) };
}

/** `/apis/GROUP`; undefined for a group that is not served. */
export function apiGroup(types: readonly ServedType[], name: string): unknown {
  const group = groupsOf(types).find((served) => served.name === name);
  return group === undefined ? undefined : { kind: "APIGroup", apiVersion: "v1", ...group };
}

/** `/api`: the versions of the core group. */
export function apiVersions(address: string): unknown {
  const serverAddressByClientCIDRs = [{ clientCIDR: "0.0.0.0/0", serverAddress: address }];
  return { kind: "APIVersions", versions: ["v1"], serverAddressByClientCIDRs };
}

function groupsOf(types: readonly ServedType[]): readonly Group[] {
  const versions = new Map<string, Set<string>>();
  for (const { group, version } of types) {
    if (group !== "") versions.set(group, (versions.get(group) ?? new Set()).add(version));
  }
  return [...versions].map(([name, served]) => {
    const sorted = [...served].sort(byPriority);
    const groupVersions = sorted.map((version) => ({ groupVersion: `${name}/${version}`, version }));
    return { name, versions: groupVersions, preferredVersion: groupVersions[0] };
  });
}

/** Kubernetes prefers general availability to beta to alpha, and then the higher number. */
function byPriority(a: string, b: string): number {
  const [x, y] = [priority(a), priority(b)];
  return y.stage - x.stage || y.major - x.major || y.minor - x.minor || a.localeCompare(b);
}

function priority(version: string): { readonly stage: number; readonly major: number; readonly minor: number } {
  const [, major, stage, minor] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  if (major === undefined) return { stage: 0, major: 0, minor: 0 };
  const rank = stage === undefined ? 3 : stage === "beta" ? 2 : 1;
  return { stage: rank, major: Number(major), minor: Number(minor ?? 0) };
}
