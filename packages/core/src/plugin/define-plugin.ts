import type { Contribution } from "./extension-point.ts";

/** The plugin API of this core. A breaking change of any contract raises it. */
export const pluginApi = 1;

export interface RolloutPlugin {
  readonly name: string;
  readonly version: string;
  /** The plugin API that the plugin was built against. */
  readonly api: number;
  readonly contributions: readonly Contribution[];
}

/** Stamps the plugin API number of the core that the author built against. */
export function definePlugin(plugin: Omit<RolloutPlugin, "api">): RolloutPlugin {
  return { ...plugin, api: pluginApi };
}
