import { machineStates, type MachineState } from "./machine-state.ts";
import { transitions } from "./transitions.ts";

function idOf(state: MachineState): string {
  return state.replaceAll("/", "_");
}

/** The tables as a Mermaid state diagram; rows that leave every moving state alike are drawn once, from `anyState`. */
export function toMermaid(): string {
  const edges = transitions.flatMap(({ from, when, to }) => {
    if (to === "stay") return [];
    const origins = from.length > 4 ? ["anyState"] : from.map(idOf);
    return origins.map((origin) => `  ${origin} --> ${idOf(to)}: ${when.join(", ")}`);
  });
  const names = machineStates.map((state) => `  state "${state.split("/").join(" · ")}" as ${idOf(state)}`);
  return [
    "stateDiagram-v2",
    '  state "any state before the end" as anyState',
    ...names,
    "  [*] --> locatingTargetApp",
    ...new Set(edges),
    "  rolloutSucceed --> [*]",
    "  rolloutFailed --> [*]",
    "",
  ].join("\n");
}
