import { componentRenderer, definePlugin, type RolloutPlugin } from "@bellwether/core";
import { CueRenderer, type CueLimits } from "./cue-renderer.ts";

export interface CueOptions extends CueLimits {
  /** Starts the first worker with the host (half a second, 180 MB) instead of with the first component. */
  readonly warm?: boolean;
}

/** Renders component definitions whose schematic is `cue`. */
export function cue(options: CueOptions = {}): RolloutPlugin {
  return definePlugin({
    name: "@bellwether/render-cue",
    version: "0.1.0",
    contributions: [
      componentRenderer.implement("cue", {
        scope: "host",
        create: () => {
          const renderer = new CueRenderer(options);
          if (options.warm === true) renderer.warm();
          return renderer;
        },
      }),
    ],
  });
}
