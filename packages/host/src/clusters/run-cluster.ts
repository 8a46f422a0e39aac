import type { ClusterEntry, ClusterLink } from "@bellwether/core";
import { createEventRecorder, type EventRecorder } from "../report/event-recorder.ts";
import { keepTrying } from "../time/keep-trying.ts";
import { aborted } from "../time/until-aborted.ts";
import { within } from "../time/within.ts";
import type { Election } from "./election.ts";
import { type EngagedCluster, engageCluster } from "./engage-cluster.ts";
import type { HostContext } from "./host-context.ts";
import { leadCluster, type Term } from "./lead-cluster.ts";

/** A cluster as the host sees it now. */
export interface ClusterState {
  readonly name: string;
  /** Where it was named, for people. */
  readonly origin: string;
  readonly server: string | undefined;
  readonly leading: boolean;
  readonly epoch: number | undefined;
  /** Why nothing can be done there; undefined while it answers. */
  readonly trouble: string | undefined;
  /** Contributions that did not start there, by `point/key`. */
  readonly failures: Readonly<Record<string, string>>;
}

/** How long the parts of a cluster may take to end, in milliseconds each. */
const disposeMs = 15_000;

/** Opens a cluster, engages it, stands for election there, and leads it while elected; until it is disposed. */
export class RunningCluster implements AsyncDisposable {
  readonly #host: HostContext;
  readonly #entry: ClusterEntry;
  readonly #stop: AbortController = new AbortController();
  readonly #running: Promise<void>;
  #link: ClusterLink | undefined;
  #engaged: EngagedCluster | undefined;
  #electionTrouble: string | undefined;
  #term: Term | undefined;
  #epoch: number | undefined;
  #openTrouble: string | undefined;

  /** `open` reaches the cluster; it is called again with back-off while it fails. */
  constructor(host: HostContext, entry: ClusterEntry, open: (signal: AbortSignal) => Promise<ClusterLink>) {
    this.#host = host;
    this.#entry = entry;
    this.#running = this.#run(open).catch((error: unknown) => this.#fail(error));
  }

  state(): ClusterState {
    const { name, origin } = this.#entry;
    const failures = [...(this.#engaged?.failures ?? [])].map(([id, { message }]) => [id, message]);
    return {
      name,
      origin,
      server: this.#link?.server,
      leading: this.#term !== undefined,
      epoch: this.#epoch,
      trouble: this.#openTrouble ?? this.#term?.trouble() ?? this.#electionTrouble,
      failures: Object.fromEntries(failures) as Record<string, string>,
    };
  }

  /** Contributions that run here. */
  has(contribution: { readonly point: string; readonly key: string }): boolean {
    return this.#engaged !== undefined && !this.#engaged.instances.isMissing(contribution);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error(`cluster ${this.#entry.name} is let go`));
    await this.#running;
  }

  async #run(open: (signal: AbortSignal) => Promise<ClusterLink>): Promise<void> {
    const link = await this.#open(open);
    if (link === undefined) return;
    this.#link = link;
    const engaged = await engageCluster(this.#host, link);
    this.#engaged = engaged;
    this.#emit("clusterEngaged", `cluster ${link.name} is engaged`);
    const recorder = createEventRecorder(link.client, this.#host, link.name);
    const candidacy = new AbortController();
    try {
      const election = this.#host.electLeader(link, candidacy.signal);
      const follow = (): void => this.#follow(election, engaged, recorder);
      const changes = election.onChange(follow);
      engaged.onLateStart(() => this.#term?.refresh());
      follow();
      await aborted(this.#stop.signal);
      changes[Symbol.dispose]();
      await this.#term?.close();
      candidacy.abort(this.#stop.signal.reason);
      if (election.done !== undefined) await within(this.#host.clock, disposeMs, election.done);
    } catch (error) {
      this.#fail(error);
    }
    this.#leave(`the host has let go of cluster ${link.name}`);
    await this.#letGo(engaged, recorder, link);
  }

  async #letGo(...owned: AsyncDisposable[]): Promise<void> {
    for (const one of owned) {
      try {
        const hasEnded = await within(this.#host.clock, disposeMs, one[Symbol.asyncDispose]());
        if (!hasEnded) this.#fail(new Error(`something did not end within ${disposeMs / 1000}s`));
      } catch (error) {
        this.#fail(error);
      }
    }
    this.#emit("clusterLost", `cluster ${this.#entry.name} is disengaged`);
  }

  async #open(open: (signal: AbortSignal) => Promise<ClusterLink>): Promise<ClusterLink | undefined> {
    const onFailure = (error: unknown): void => {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.#openTrouble) this.#fail(error);
      this.#openTrouble = message;
    };
    const { signal } = this.#stop;
    return keepTrying({ ...this.#host, signal, onFailure }, async () => {
      const link = await open(signal);
      this.#openTrouble = undefined;
      return link;
    });
  }

  #follow(election: Election, engaged: EngagedCluster, recorder: EventRecorder): void {
    if (this.#stop.signal.aborted) return;
    this.#noteTrouble(election.trouble);
    const isSameTerm = this.#term !== undefined && election.leading() && election.epoch === this.#epoch;
    if (isSameTerm) return;
    this.#term?.abandon();
    this.#leave(`cluster ${this.#entry.name} is led by another host`);
    if (!election.leading()) return;
    this.#epoch = election.epoch;
    this.#term = leadCluster(this.#host, engaged, election.epoch, recorder);
    this.#emit("leadershipGained", `this host leads cluster ${this.#entry.name}`);
  }

  /** A leader hears of trouble from its own passes. */
  #noteTrouble(trouble: string | undefined): void {
    if (trouble !== undefined && this.#electionTrouble === undefined && this.#term === undefined) {
      const { name } = this.#entry;
      this.#host.log.warn(`cluster ${name}: ${trouble}`, { cluster: name, code: "CLUSTER_UNREACHABLE" });
    }
    this.#electionTrouble = trouble;
  }

  #leave(message: string): void {
    if (this.#term === undefined) return;
    this.#term = undefined;
    this.#emit("leadershipLost", message);
  }

  #emit(type: "clusterEngaged" | "clusterLost" | "leadershipGained" | "leadershipLost", message: string): void {
    const epoch = this.#epoch === undefined ? {} : { epoch: this.#epoch };
    this.#host.bus.emit({ type, cluster: this.#entry.name, message, ...epoch });
  }

  #fail(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#host.log.warn(`cluster ${this.#entry.name}: ${message}`, { cluster: this.#entry.name });
  }
}
