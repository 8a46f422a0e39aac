import { RolloutError, type RolloutView } from "@bellwether/core";
import { parseNumber } from "./number.ts";

/** What a watch waits for. */
export interface Goal {
  reached(view: RolloutView): boolean;
}

const isEnded = ({ state }: RolloutView): boolean => state === "succeeded" || state === "failed";

/** Throws USAGE_WRONG for anything but ended, succeeded, needs-you, paused and step=N. */
export function parseUntil(text: string): Goal {
  if (text === "ended") return { reached: isEnded };
  if (text === "succeeded") return { reached: isEnded };
  if (text === "needs-you") return { reached: (view) => view.state === "needsYou" || isEnded(view) };
  if (text === "paused") return { reached: (view) => view.state === "paused" || isEnded(view) };
  if (text.startsWith("step=")) {
    const step = parseNumber(text.slice("step=".length), "--until step", 1);
    return { reached: (view) => view.step.index + 1 >= step || isEnded(view) };
  }
  throw new RolloutError("USAGE_WRONG", `--until is "${text}"`, {
    remedy: "choose ended, succeeded, needs-you, paused or step=N",
  });
}
