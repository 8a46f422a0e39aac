import { controllerReference } from "../objects/owner.ts";
import { type Pod, podFromTemplate } from "../objects/pod.ts";
import { randomSuffix } from "../objects/template-hash.ts";
import type { CloneSet } from "./clone-set.ts";
import { hashOf, inPlaceGate, instanceIdLabel, revisionLabel, stateLabel } from "./pod-state.ts";
import { type ControllerRevision, templateOf } from "./revisions.ts";

export function newPod(cloneSet: CloneSet, revision: ControllerRevision, random: () => number): Pod {
  const template = templateOf(revision);
  const name = revision.metadata.name ?? "";
  const id = randomSuffix(random);
  const gates = template.spec.readinessGates ?? [];
  const gated = gates.some(({ conditionType }) => conditionType === inPlaceGate);
  const spec = gated ? template.spec : { ...template.spec, readinessGates: [...gates, { conditionType: inPlaceGate }] };
  return podFromTemplate(
    { ...template, spec },
    {
      name: `${cloneSet.metadata.name}-${id}`,
      namespace: cloneSet.metadata.namespace ?? "",
      labels: {
        [instanceIdLabel]: id,
        [revisionLabel]: name,
        "pod-template-hash": hashOf(name),
        [stateLabel]: "PreparingNormal",
      },
      ownerReferences: [controllerReference(cloneSet)],
    },
  );
}
