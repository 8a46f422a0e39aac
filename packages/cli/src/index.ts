export { officialPlugins } from "./compose/official-plugins.ts";
export { runCli } from "./run-cli.ts";
export type { Streams } from "./program.ts";
