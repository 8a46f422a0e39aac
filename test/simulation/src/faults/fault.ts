/** The kinds of fault that the simulation injects, by the names of the catalogue. */
export const faultTexts = {
  F1: "the host dies before its request reaches the server",
  F2: "the host dies after the server has committed",
  F3: "the reply to a write is lost",
  F5: "the server answers with an error",
  F6: "a watch lags",
  F7: "watch events are lost or doubled, or the stream falls silent",
  F10: "a leader is suspended for longer than its lease, next to another host",
  F12: "somebody resizes the workload",
  F13: "manifests are applied again",
  F15: "pods fail, hang or are taken away",
} as const;

export type FaultId = keyof typeof faultTexts;

export const faultIds: readonly FaultId[] = Object.keys(faultTexts) as FaultId[];

export type FaultCounts = Readonly<Record<FaultId, number>>;

export const noFaults: FaultCounts = Object.fromEntries(faultIds.map((id) => [id, 0])) as FaultCounts;

export function sumOfCounts(a: FaultCounts, b: FaultCounts): FaultCounts {
  return Object.fromEntries(faultIds.map((id) => [id, a[id] + b[id]])) as FaultCounts;
}
