import type { RolloutView, WaitingView } from "@bellwether/core";
import { remainingText } from "../terminal/duration.ts";

/** The reason with live numbers where the objects tell more than the status. */
export function reasonText(view: RolloutView): string {
  const { waiting, pods } = view;
  if (waiting === null) return "";
  const problems = pods.byRevision.flatMap((row) => row.problems);
  const target = pods.byRevision.find(({ role }) => role === "target");
  const counted =
    waiting.guard === "BatchPodsReady" && waiting.code === null && target !== undefined && view.state !== "rollingBack"
      ? `${Math.min(target.ready, target.wanted)} of ${target.wanted} pods of ${target.revision} ready`
      : waiting.text;
  return [counted, ...problems].join("; ");
}

/** `deadline in 59m 54s, then Hold`; empty where only a person ends the wait. */
export function deadlineText(waiting: WaitingView, now: number): string {
  if (waiting.deadline === null) return "";
  const left = Date.parse(waiting.deadline) - now;
  return left > 0
    ? `deadline in ${remainingText(left)}, then ${waiting.onExpiry ?? "Hold"}`
    : "the deadline has passed";
}
