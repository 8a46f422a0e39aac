import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { ageText, durationText } from "../age.ts";
import { ageColumn, type Column, column, listAt, nameColumn, numberAt, text, textAt } from "../column.ts";
import { conditionHolds } from "../condition.ts";
import { selectorColumn, templateColumns } from "./template-columns.ts";

/** Conditions that say how a job stands, the weightier first. */
const ends = ["Complete", "Failed"];
const turns = ["Suspended", "FailureTarget", "SuccessCriteriaMet"];

export const batchColumns: Readonly<Record<string, readonly Column[]>> = {
  "batch/Job": [
    nameColumn,
    column("Status", jobStatus),
    column("Completions", completions),
    column("Duration", jobDuration),
    ageColumn,
    ...templateColumns("spec"),
    selectorColumn("spec.selector"),
  ],
  "batch/CronJob": [
    nameColumn,
    text("Schedule", "spec.schedule"),
    text("Timezone", "spec.timeZone", "<none>"),
    column("Suspend", (object) => (atPath(object, "spec.suspend") === true ? "True" : "False")),
    column("Active", (object) => listAt(object, "status.active").length),
    column("Last Schedule", (job, now) => {
      const last = atPath(job, "status.lastScheduleTime");
      return last === undefined ? "<none>" : ageText(last, now);
    }),
    ageColumn,
    ...templateColumns("spec.jobTemplate.spec"),
    selectorColumn("spec.jobTemplate.spec.selector"),
  ],
};

function jobStatus(job: KubeObject): string {
  const holds = (condition: string): boolean => conditionHolds(job, condition);
  const deleted = job.metadata.deletionTimestamp === undefined ? undefined : "Terminating";
  return ends.find(holds) ?? deleted ?? turns.find(holds) ?? "Running";
}

function completions(job: KubeObject): string {
  const succeeded = numberAt(job, "status.succeeded");
  const wanted = atPath(job, "spec.completions");
  if (typeof wanted === "number") return `${succeeded}/${wanted}`;
  const parallelism = numberAt(job, "spec.parallelism");
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: KubeObject, now: number): string {
  const start = textAt(job, "status.startTime");
  if (start === "") return "";
  const end = textAt(job, "status.completionTime");
  return durationText((end === "" ? now : Date.parse(end)) - Date.parse(start));
}
