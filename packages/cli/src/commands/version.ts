import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { version } from "../version.ts";

function runtime(): string {
  const { deno, node } = process.versions;
  return deno === undefined ? `node ${node}` : `deno ${deno}`;
}

export async function run(streams: Streams, _: readonly string[], { output }: RawOptions): Promise<number> {
  const info = {
    apiVersion: "cli.bellwether.dev/v1",
    kind: "VersionInfo",
    cli: version,
    runtime: runtime(),
    clusters: [],
  };
  streams.stdout.write(output === "json" ? `${JSON.stringify(info)}\n` : `bellwether ${version}, ${runtime()}\n`);
  return 0;
}
