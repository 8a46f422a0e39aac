import type { PlanView } from "../read/make-plan.ts";
import { strokesOf } from "../terminal/symbols.ts";
import { tableLines } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A plan as a table of its steps, or the reasons why it is refused. */
export function planText(plan: PlanView, terminal: Terminal): readonly string[] {
  const { dash, arrow } = strokesOf(terminal);
  const place = plan.cluster === null ? "" : ` on ${plan.cluster}`;
  const what =
    plan.mode === "scale"
      ? `scale ${plan.original} ${arrow} ${plan.size} pods`
      : `${plan.size} pods, ${plan.placement === "pair" ? "source and target pair" : "in place"}`;
  const headline = `${plan.object}${place}: ${what}, ${plan.strategy}, ${plan.steps.length} ${plan.steps.length === 1 ? "step" : "steps"}`;
  if (plan.refusals.length > 0) {
    return [
      headline,
      ...plan.refusals.flatMap(({ code, message, remedy }) => [`refused: ${message} [${code}]`, `  fix: ${remedy}`]),
      "Nothing was written.",
    ];
  }
  const rows = [
    ["STEP", "PODS", "EXTRA", "WEIGHT", "THEN", "AT LEAST"],
    ...plan.steps.map((step) => [
      `${step.index + 1}${step.name === null ? "" : ` ${step.name}`}`,
      String(step.pods),
      String(step.extra),
      dash,
      dash,
      dash,
    ]),
  ];
  return [headline, ...tableLines(rows).map((line) => `  ${line}`), "Pod start-up comes on top. Nothing was written."];
}
