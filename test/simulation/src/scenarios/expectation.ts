import { goalOf, type Rollout } from "../world/rollout.ts";
import { sizeOf } from "../world/run.ts";
import { askedOf } from "../world/workload.ts";
import type { World } from "../world/world.ts";
import { images, type Version } from "./versions.ts";

/** How a scenario must end once nothing goes wrong any more. */
export type Expectation =
  /** The rollout has succeeded: every pod runs this version and is ready. */
  | { readonly end: "succeeded"; readonly version: Version; readonly size?: number }
  /** The rollout waits with this batch done. */
  | { readonly end: "waiting"; readonly version: Version; readonly batch: number }
  /** The rollout stays inside this batch, which cannot get ready. */
  | { readonly end: "stuck"; readonly version: Version; readonly batch: number }
  | { readonly end: "failed" }
  | { readonly end: "deleted" };

/** What is different from what was expected, in words. */
export function mismatch(world: World, expected: Expectation): string | undefined {
  const [rollout] = world.rollouts();
  if (expected.end === "deleted")
    return rollout === undefined ? undefined : `the rollout is still there (${rollout.state})`;
  if (rollout === undefined) return "there is no rollout";
  switch (expected.end) {
    case "failed":
      return rollout.state === "rolloutFailed" ? undefined : stateText(rollout, "rolloutFailed");
    case "succeeded":
      if (expected.size === undefined && isRefusedForSize(rollout)) return undefined;
      return rollout.state === "rolloutSucceed"
        ? incomplete(world, expected.version, expected.size)
        : stateText(rollout, "rolloutSucceed");
    case "waiting":
      return rollout.batchState === "batchReady" && rollout.batch === expected.batch
        ? misplaced(world, rollout, expected)
        : stateText(rollout, `batchReady ${expected.batch}`);
    case "stuck":
      return rollout.state === "rollingInBatches" && rollout.batch === expected.batch
        ? undefined
        : stateText(rollout, `batch ${expected.batch}`);
  }
}

/** A plan that names a size is refused rightly where somebody else has resized the workload. */
function isRefusedForSize({ state, code }: Rollout): boolean {
  return state === "rolloutFailed" && code === "PLAN_SIZE_MISMATCH";
}

function stateText({ state, batchState, batch }: Rollout, wanted: string): string {
  return `the rollout is in ${state} (${batchState} ${batch}), not in ${wanted}`;
}

function incomplete(world: World, version: Version, size: number | undefined): string | undefined {
  const image = images[version];
  const workloads = world.workloads();
  const target = workloads.find((workload) => workload.image === image);
  const others = workloads.filter((workload) => workload !== target);
  if (target === undefined) return `no workload runs ${version}`;
  if (others.length > 0) return `${others.map(({ object }) => object.metadata.name).join(", ")} was not collected`;
  if (size !== undefined && target.replicas !== size)
    return `the workload has ${target.replicas} replicas, not ${size}`;
  if (askedOf(target, image) !== target.replicas)
    return `${askedOf(target, image)} of ${target.replicas} pods are asked for`;
  if (target.updatedReady !== target.replicas) return `${target.updatedReady} of ${target.replicas} pods are ready`;
  const strays = world.images().filter((one) => one !== image);
  return strays.length > 0 ? `pods of ${strays.join(", ")} are left` : undefined;
}

function misplaced(
  world: World,
  rollout: Rollout,
  { version, batch }: { version: Version; batch: number },
): string | undefined {
  const goal = goalOf(rollout, sizeOf(rollout, world.workloads()), batch);
  const pods = world.podsOf(images[version]);
  return pods >= goal ? undefined : `${pods} pods run ${version}, batch ${batch} asks for ${goal}`;
}
