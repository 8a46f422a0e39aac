import type { RawOptions } from "./cluster-options.ts";

/** `client` prints what would be sent, `server` lets the API server judge it; neither changes anything. */
export type DryRun = "none" | "client" | "server";

export interface CommandWriteOptions {
  readonly dryRun: DryRun;
  readonly fieldManager: string;
}

export function writeOptionsOf(raw: RawOptions): CommandWriteOptions {
  return {
    dryRun: (raw["dryRun"] as DryRun | undefined) ?? "none",
    fieldManager: (raw["fieldManager"] as string | undefined) ?? "bellwether-cli",
  };
}
