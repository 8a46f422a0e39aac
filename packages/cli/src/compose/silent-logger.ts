import type { Logger } from "@bellwether/core";

const nothing = (): void => undefined;

/** For commands whose output is the answer alone. */
export const silentLogger: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };
