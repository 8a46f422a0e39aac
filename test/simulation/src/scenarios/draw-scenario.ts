import type { Chance } from "../time/chance.ts";
import { brokenImage, swap, thirdRevision } from "./changes-of-mind.ts";
import { deletion, pauseAndResume, wrongPlan } from "./interruptions.ts";
import type { AppShape, WorkloadKind } from "./manifests.ts";
import type { Draw, Scenario } from "./scenario.ts";
import { resize, stopAtPartition, update } from "./walkthrough.ts";

const draws: readonly [readonly [string, Draw], ...(readonly [string, Draw])[]] = [
  ["update", update],
  ["stop at a partition", stopAtPartition],
  ["resize", resize],
  ["pause and resume", pauseAndResume],
  ["deletion", deletion],
  ["wrong plan", wrongPlan],
  ["swap", swap],
  ["third revision", thirdRevision],
  ["broken image", brokenImage],
];

export function drawScenario(chance: Chance): Scenario {
  const [name, draw] = chance.pick(draws);
  // A pair knows two revisions: a third one would leave the first behind.
  const kinds: readonly [WorkloadKind, ...WorkloadKind[]] =
    draw === thirdRevision ? ["CloneSet"] : ["CloneSet", "Deployment"];
  const shape: AppShape = { kind: chance.pick(kinds), replicas: chance.pick([1, 2, 3, 3, 4, 5, 5, 8]) };
  return { name: `${name} on a ${shape.kind} of ${shape.replicas}`, shape, play: draw(chance, shape) };
}
