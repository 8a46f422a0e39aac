import { RolloutError, type RolloutPlugin } from "@bellwether/core";
import { officialPlugins } from "../compose/official-plugins.ts";
import type { RawOptions } from "../options/cluster-options.ts";
import type { Streams } from "../program/command-definition.ts";
import { tableLines } from "../terminal/table.ts";

export async function run(streams: Streams, [wanted]: readonly string[], { output }: RawOptions): Promise<number> {
  const plugins = officialPlugins().filter(
    ({ name }) => wanted === undefined || name === wanted || name.endsWith(`/${wanted}`),
  );
  if (plugins.length === 0)
    throw new RolloutError("USAGE_WRONG", `no plugin "${wanted}" is loaded`, {
      remedy: `loaded are ${officialPlugins()
        .map(({ name }) => name)
        .join(", ")}`,
    });
  streams.stdout.write(
    output === "json"
      ? `${JSON.stringify(pluginList(plugins), null, 2)}\n`
      : `${tableLines(rows(plugins, wanted !== undefined)).join("\n")}\n`,
  );
  return 0;
}

function rows(plugins: readonly RolloutPlugin[], withNeeds: boolean): readonly (readonly string[])[] {
  const header = ["PLUGIN", "VERSION", "API", "CONTRIBUTES", "SCOPE", "CAPABILITIES", ...(withNeeds ? ["NEEDS"] : [])];
  return [
    header,
    ...plugins.flatMap(({ name, version, api, contributions }) =>
      contributions.map(({ point, key, scope, capabilities, needs }, index) => [
        ...(index === 0 ? [name, version, String(api)] : ["", "", ""]),
        `${point}/${key}`,
        scope,
        capabilities.join(", ") || "-",
        ...(withNeeds
          ? [
              Object.values(needs)
                .map(({ id }) => id)
                .join(", ") || "-",
            ]
          : []),
      ]),
    ),
  ];
}

function pluginList(plugins: readonly RolloutPlugin[]): Readonly<Record<string, unknown>> {
  const items = plugins.map(({ name, version, api, contributions }) => ({
    name,
    version,
    api,
    trust: "in process",
    contributions: contributions.map(({ point, key, scope, capabilities, needs }) => ({
      point,
      key,
      scope,
      capabilities,
      needs: Object.values(needs).map(({ id }) => id),
    })),
  }));
  return { apiVersion: "cli.bellwether.dev/v1", kind: "PluginList", items, clusters: [] };
}
