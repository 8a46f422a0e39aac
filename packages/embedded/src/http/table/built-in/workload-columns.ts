import type { KubeObject } from "@bellwether/core";
import { atPath } from "../../../api/json/json-object.ts";
import { selectorText } from "../../../api/select/object-label-selector.ts";
import { durationText } from "../age.ts";
import {
  age,
  ageColumn,
  type Column,
  column,
  integer,
  joined,
  listAt,
  nameColumn,
  numberAt,
  text,
  textAt,
  wide,
} from "../column.ts";

const outcomes: readonly (readonly [condition: string, status: string])[] = [
  ["Complete", "Complete"],
  ["Failed", "Failed"],
  ["Suspended", "Suspended"],
  ["FailureTarget", "FailureTarget"],
  ["SuccessCriteriaMet", "SuccessCriteriaMet"],
];

export const workloadColumns: Readonly<Record<string, readonly Column[]>> = {
  "apps/Deployment": [
    nameColumn,
    column("Ready", readyOfDesired),
    integer("Up-to-date", "status.updatedReplicas"),
    integer("Available", "status.availableReplicas"),
    ageColumn,
    ...templateColumns("spec"),
    selector("spec.selector"),
  ],
  "apps/ReplicaSet": [...replicaColumns(), ageColumn, ...templateColumns("spec"), selector("spec.selector")],
  "/ReplicationController": [
    ...replicaColumns(),
    ageColumn,
    ...templateColumns("spec"),
    wide(column("Selector", (object) => labelText(atPath(object, "spec.selector")))),
  ],
  "apps/StatefulSet": [nameColumn, column("Ready", readyOfDesired), ageColumn, ...templateColumns("spec")],
  "apps/DaemonSet": [
    nameColumn,
    integer("Desired", "status.desiredNumberScheduled"),
    integer("Current", "status.currentNumberScheduled"),
    integer("Ready", "status.numberReady"),
    integer("Up-to-date", "status.updatedNumberScheduled"),
    integer("Available", "status.numberAvailable"),
    column("Node Selector", (object) => labelText(atPath(object, "spec.template.spec.nodeSelector"))),
    ageColumn,
    ...templateColumns("spec"),
    selector("spec.selector"),
  ],
  "apps/ControllerRevision": [
    nameColumn,
    column("Controller", controllerOf),
    integer("Revision", "revision"),
    ageColumn,
  ],
  "batch/Job": [
    nameColumn,
    column("Status", jobStatus),
    column("Completions", completions),
    column("Duration", jobDuration),
    ageColumn,
    ...templateColumns("spec"),
    selector("spec.selector"),
  ],
  "batch/CronJob": [
    nameColumn,
    text("Schedule", "spec.schedule"),
    text("Timezone", "spec.timeZone", "<none>"),
    column("Suspend", (object) => (atPath(object, "spec.suspend") === true ? "True" : "False")),
    column("Active", (object) => listAt(object, "status.active").length),
    column("Last Schedule", (object, now) =>
      atPath(object, "status.lastScheduleTime") === undefined
        ? "<none>"
        : age("", "status.lastScheduleTime").cell(object, now),
    ),
    ageColumn,
    ...templateColumns("spec.jobTemplate.spec"),
    selector("spec.jobTemplate.spec.selector"),
  ],
};

/** `a=b,c=d`, or `<none>`. */
export function labelText(labels: unknown): string {
  return selectorText({ matchLabels: labels }) || "<none>";
}

function selector(path: string): Column {
  return wide(column("Selector", (object) => selectorText(atPath(object, path)) || "<none>"));
}

function replicaColumns(): readonly Column[] {
  return [
    nameColumn,
    integer("Desired", "spec.replicas"),
    integer("Current", "status.replicas"),
    integer("Ready", "status.readyReplicas"),
  ];
}

function templateColumns(path: string): readonly Column[] {
  const containers = `${path}.template.spec.containers`;
  const each = (object: KubeObject, field: string): string =>
    joined(listAt(object, containers).map((container) => textAt(container, field)));
  return [
    wide(column("Containers", (object) => each(object, "name"))),
    wide(column("Images", (object) => each(object, "image"))),
  ];
}

function readyOfDesired(object: KubeObject): string {
  return `${numberAt(object, "status.readyReplicas")}/${numberAt(object, "spec.replicas")}`;
}

function controllerOf({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  return owner === undefined ? "<none>" : `${owner.kind.toLowerCase()}.${owner.apiVersion.split("/")[0]}/${owner.name}`;
}

function jobStatus(job: KubeObject): string {
  const holds = (type: string): boolean =>
    listAt(job, "status.conditions").some((c) => textAt(c, "type") === type && textAt(c, "status") === "True");
  const [ended] = outcomes.slice(0, 2).filter(([condition]) => holds(condition));
  if (ended !== undefined) return ended[1];
  if (job.metadata.deletionTimestamp !== undefined) return "Terminating";
  return outcomes.find(([condition]) => holds(condition))?.[1] ?? "Running";
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
