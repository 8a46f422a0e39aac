import type { RolloutView } from "@bellwether/core";
import { durationText } from "../terminal/duration.ts";
import { strokesOf } from "../terminal/symbols.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A lower bound and says so; a dash where a person or nothing known is in the way. */
export function etaText({ eta }: RolloutView, terminal: Terminal): string {
  const { atLeast, dash } = strokesOf(terminal);
  if (eta.blockedBy !== null || eta.atLeastSeconds === null) return dash;
  return eta.atLeastSeconds === 0 ? "" : `${atLeast} ${durationText(eta.atLeastSeconds * 1000)}`;
}
