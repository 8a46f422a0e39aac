import type {
  ClusterLink,
  Clock,
  KubeClient,
  KubeObject,
  KubeViews,
  ObjectKey,
  ObjectView,
  ResourceType,
  ViewScope,
} from "@bellwether/core";
import type { ElectLeader } from "@bellwether/host";
import { whenAborted } from "./when-aborted.ts";
import { defaultLease } from "../read/leader.ts";
import { electLeader, epochFence, type Election } from "@bellwether/kubernetes";

export interface LeadershipOptions {
  readonly clock: Clock;
  readonly lease: ObjectKey;
  /** Of this process alone. */
  readonly identity: string;
  readonly leaseMs: number;
  /** In [0, 1), for jitter. */
  readonly random?: () => number;
}

/**
 * This process's part in the elections of all its clusters. Links that pass through `fenced` write only while it leads
 * there, with the epoch of the term.
 */
export class Leadership {
  readonly #options: LeadershipOptions;
  readonly #clients: Map<string, KubeClient> = new Map();
  readonly #elections: Map<string, Election> = new Map();

  constructor(options: LeadershipOptions) {
    this.#options = options;
  }

  fenced(link: ClusterLink): ClusterLink {
    const { name, server, client } = link;
    this.#clients.set(name, client);
    const views = new OpenedViews(link.views);
    const fence = epochFence(client, {
      term: () => this.#elections.get(name)?.term,
      lastSeen: (type, key) => views.find(type, key),
    });
    return { name, server, client: fence, views, [Symbol.asyncDispose]: async () => link[Symbol.asyncDispose]() };
  }

  readonly electLeader: ElectLeader = ({ name, client }, signal) => {
    const { leaseMs, ...options } = this.#options;
    const election = electLeader({
      ...options,
      client: this.#clients.get(name) ?? client,
      durationMs: leaseMs,
      renewEveryMs: leaseMs / 3,
      renewDeadlineMs: (leaseMs * 2) / 3,
    });
    this.#elections.set(name, election);
    return {
      leading: () => election.state === "leading",
      get epoch() {
        return election.epoch ?? 0;
      },
      get trouble() {
        return election.trouble;
      },
      onChange: (listener) => election.onChange(listener),
      done: whenAborted(signal).then(async () => election[Symbol.asyncDispose]()),
    };
  };
}

/** For a process that brings its own clusters: it stands for election like any other, so that its lease tells who acts. */
export function soleLeadership(clock: Clock): Leadership {
  return new Leadership({ clock, lease: defaultLease, identity: `bellwether-${process.pid}`, leaseMs: 15_000 });
}

/** Views that know what they have open, so that a look at an object never starts a watch. */
class OpenedViews implements KubeViews {
  readonly #views: KubeViews;
  readonly #opened: Set<ObjectView> = new Set();

  constructor(views: KubeViews) {
    this.#views = views;
  }

  of(type: ResourceType, scope?: ViewScope): ObjectView {
    const view = this.#views.of(type, scope);
    this.#opened.add(view);
    return view;
  }

  relist(): Promise<void> {
    return this.#views.relist();
  }

  find(type: ResourceType, key: ObjectKey): KubeObject | undefined {
    for (const view of this.#opened) {
      const sameType =
        view.type.plural === type.plural && view.type.group === type.group && view.type.version === type.version;
      const object = sameType ? view.get(key) : undefined;
      if (object !== undefined) return object;
    }
    return undefined;
  }
}
