export { Leadership, type LeadershipOptions } from "./compose/leadership.ts";
export { officialPlugins } from "./compose/official-plugins.ts";
export { runCli } from "./run-cli.ts";
export type { Streams } from "./program/command-definition.ts";
