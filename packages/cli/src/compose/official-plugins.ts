import type { RolloutPlugin } from "@bellwether/core";
import { oam } from "@bellwether/oam";
import { cue } from "@bellwether/render-cue";
import { batchStrategies } from "@bellwether/strategy-batch";
import { deployments } from "@bellwether/workload-deployment";
import { openkruise } from "@bellwether/workload-openkruise";

/** The plugins of the official binary; cluster sources come from the command line. */
export function officialPlugins(): readonly RolloutPlugin[] {
  return [oam(), cue(), openkruise(), deployments(), batchStrategies()];
}
