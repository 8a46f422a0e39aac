import { pluginApi, type Refusal, refusal, type RolloutPlugin, type Token } from "@bellwether/core";
import { contributionId, type Offer, offersOf } from "./offers.ts";

/** Every fault of a composition, found in its data alone. `tokens` are the services that exist. */
export function faultsOf(plugins: readonly RolloutPlugin[], tokens: readonly Token<unknown>[]): readonly Refusal[] {
  const offers = offersOf(plugins);
  return [
    ...plugins.flatMap(apiFaults),
    ...duplicates(offers),
    ...offers.flatMap((offer) => needFaults(offer, tokens)),
  ];
}

function apiFaults({ name, api }: RolloutPlugin): Refusal[] {
  if (api === pluginApi) return [];
  const remedy =
    api > pluginApi
      ? `upgrade the host to one that speaks plugin API ${api}, or install an older ${name}`
      : `upgrade ${name} to a version for plugin API ${pluginApi}`;
  const message = `plugin ${name} was built for plugin API ${api}, this host speaks ${pluginApi}`;
  return [refusal("PLUGIN_API_MISMATCH", message, { remedy })];
}

function duplicates(offers: readonly Offer[]): Refusal[] {
  const byId = Map.groupBy(offers, ({ contribution }) => contributionId(contribution));
  return [...byId].flatMap(([id, [first, ...others]]) =>
    others.map(({ plugin }) =>
      refusal("CONTRIBUTION_DUPLICATE", `${id} is contributed by ${first?.plugin.name} and by ${plugin.name}`, {
        remedy: "remove one from plugins, or rename a key",
      }),
    ),
  );
}

function needFaults({ plugin, contribution }: Offer, tokens: readonly Token<unknown>[]): Refusal[] {
  const who = `${contributionId(contribution)} (plugin ${plugin.name})`;
  return Object.values(contribution.needs).flatMap((need) => {
    const known = tokens.find(({ id }) => id === need.id);
    if (known === undefined) {
      return refusal("TOKEN_NOT_PROVIDED", `${who} needs ${need.id}, which nothing provides`, {
        remedy: `add a service that provides it; known tokens: ${namesOf(tokens)}`,
      });
    }
    if (contribution.scope === "host" && known.scope === "cluster") {
      return refusal("SCOPE_TOO_NARROW", `${who} has host scope but needs ${need.id}, which exists per cluster`, {
        remedy: `scope: "cluster", or need a host-wide service: ${namesOf(tokens.filter(({ scope }) => scope === "host"))}`,
      });
    }
    return [];
  });
}

function namesOf(tokens: readonly Token<unknown>[]): string {
  return tokens.map(({ id }) => id).join(", ");
}
