import { type Clock, isNotFound, parseApiVersion, type RequestOptions, type ResourceType } from "@bellwether/core";
import { groupVersionPath } from "./paths.ts";
import type { Transport } from "./transport.ts";

interface ServedResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface Served {
  readonly at: number;
  readonly types: ReadonlyMap<string, ResourceType>;
}

/** A kind that was not served may be so soon after, when its definition has arrived. */
const askAgainAfterMs = 2_000;

/** Which types a cluster serves, by group version, asked for once and again when a kind is missing. */
export class Discovery {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #served = new Map<string, Served>();

  constructor(transport: Transport, clock: Clock) {
    this.#transport = transport;
    this.#clock = clock;
  }

  async resolve(apiVersion: string, kind: string, options: RequestOptions = {}): Promise<ResourceType | undefined> {
    const known = this.#served.get(apiVersion);
    const type = known?.types.get(kind);
    if (type !== undefined || (known !== undefined && this.#clock.now() - known.at < askAgainAfterMs)) return type;
    const types = await this.#ask(apiVersion, options);
    this.#served.set(apiVersion, { at: this.#clock.now(), types });
    return types.get(kind);
  }

  async #ask(apiVersion: string, { signal }: RequestOptions): Promise<ReadonlyMap<string, ResourceType>> {
    try {
      const answer = await this.#transport.json({ method: "GET", path: groupVersionPath(apiVersion), signal });
      const { resources } = answer as { readonly resources: readonly ServedResource[] };
      const { group, version } = parseApiVersion(apiVersion);
      return new Map(
        resources
          .filter(({ name }) => !name.includes("/"))
          .map(({ name, kind, namespaced }) => [kind, { group, version, kind, plural: name, namespaced }]),
      );
    } catch (error) {
      if (isNotFound(error)) return new Map();
      throw error;
    }
  }
}
