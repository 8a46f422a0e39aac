import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "bellwether-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

export interface ContextFields {
  readonly cluster: Record<string, unknown>;
  readonly user: Record<string, unknown>;
  readonly context?: Record<string, unknown>;
}

/** Writes a kubeconfig whose first context is the current one; JSON is YAML. */
export async function writeKubeconfig(folder: string, contexts: Record<string, ContextFields>): Promise<string> {
  const file = join(folder, "config");
  const all = Object.entries(contexts);
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": all[0]?.[0],
    clusters: all.map(([name, { cluster }]) => ({ name, cluster })),
    users: all.map(([name, { user }]) => ({ name, user })),
    contexts: all.map(([name, { context }]) => ({ name, context: { cluster: name, user: name, ...context } })),
  };
  await writeFile(file, JSON.stringify(config));
  return file;
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
