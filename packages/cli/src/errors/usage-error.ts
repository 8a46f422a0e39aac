import { RolloutError } from "@bellwether/core";
import type { CommanderError } from "commander";

/** What commander found wrong, in the catalogue's terms. */
export function usageError(error: CommanderError): RolloutError {
  const message = error.message.replace(/^error: /, "").replaceAll("\n", " ");
  return new RolloutError("USAGE_WRONG", message);
}
