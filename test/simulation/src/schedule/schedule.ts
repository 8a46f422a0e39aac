import type { KubeObject } from "@bellwether/core";
import type { ActorContext } from "../actors/actor.ts";
import { autoscaler, wakeUp } from "../actors/autoscaler.ts";
import { gitops } from "../actors/gitops.ts";
import { podTrouble, SickPods } from "../actors/pod-trouble.ts";
import { SimulatedCluster } from "../cluster/simulated-cluster.ts";
import type { FaultCounts, FaultId } from "../faults/fault.ts";
import { FaultInjector } from "../faults/fault-injector.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import { invariants } from "../invariants/all.ts";
import { Hosts } from "../process/hosts.ts";
import type { RenderedComponents } from "../process/rendered-components.ts";
import { type Expectation, mismatch } from "../scenarios/expectation.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { quietAfterMs, User } from "../scenarios/user.ts";
import { images } from "../scenarios/versions.ts";
import { Story } from "../story/story.ts";
import { Chance } from "../time/chance.ts";
import { Timeline } from "../time/timeline.ts";
import type { Entry } from "../world/entry.ts";
import { componentDefinitions } from "../world/resources.ts";
import { Stage } from "./stage.ts";

/** What every schedule of a run shares. */
export interface Equipment {
  readonly renderer: RenderedComponents;
  /** CustomResourceDefinitions. */
  readonly definitions: readonly KubeObject[];
  readonly components: readonly KubeObject[];
}

export interface ScheduleOptions {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly faults: FaultPlan;
  readonly clusters: number;
  /** `safety`: faults never stop. `liveness`: they stop, and then the scenario must come to its end. */
  readonly mode: "safety" | "liveness";
  /** How long nobody may write once the scenario is at its end, in virtual milliseconds. */
  readonly quietMs: number;
}

export interface Violation {
  /** Of an invariant, or `L1`: it does not come to its end. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly cluster: string;
  readonly time: number;
}

export interface ScheduleResult {
  readonly options: ScheduleOptions;
  readonly events: number;
  readonly counts: FaultCounts;
  readonly hash: string;
  readonly violation: Violation | undefined;
  readonly story: Story;
  readonly clusters: readonly SimulatedCluster[];
  /** Writes that hosts have sent: the lease and events apart. */
  readonly writes: number;
}

const start = Date.UTC(2026, 0, 1);

/** Longest back-off, thrice; a lease; a new list after lost events: then everything has been looked at again. */
const convergenceMs = 8 * 60_000;
/** A lost event is found out with the next bookmark or list: only then things have come to rest. */
const foundOutMs = 3 * 60_000;
const scriptMs = 60 * 60_000;

/** One simulated run, fully determined by its options. */
export class Schedule {
  readonly #options: ScheduleOptions;
  readonly #equipment: Equipment;
  readonly #chance: Chance;
  readonly #timeline: Timeline;
  readonly #stage: Stage;
  readonly #story: Story = new Story(start);
  readonly #faults: FaultInjector;
  readonly #sickPods: SickPods;
  readonly #clusters: readonly SimulatedCluster[];
  readonly #hosts: Hosts;
  #violation: Violation | undefined;

  constructor(options: ScheduleOptions, equipment: Equipment) {
    this.#options = options;
    this.#equipment = equipment;
    this.#chance = new Chance(options.seed);
    this.#timeline = new Timeline(start, this.#chance.stream("timeline"));
    this.#stage = new Stage(this.#timeline);
    const note = (id: FaultId, text: string): void => this.#note(`fault ${id}`, text);
    this.#faults = new FaultInjector(options.faults, this.#chance.stream("faults"), note);
    this.#sickPods = new SickPods({ faults: this.#faults, chance: this.#chance.stream("sick pods") });
    this.#clusters = Array.from({ length: options.clusters }, (_, index) => this.#cluster(`c${index + 1}`));
    this.#hosts = new Hosts(
      {
        timeline: this.#timeline,
        chance: this.#chance.stream("hosts"),
        clusters: this.#clusters,
        faults: this.#faults,
        renderer: equipment.renderer,
        log: (actor, text) => this.#note(actor, text),
      },
      ({ name }, durationMs) =>
        this.#faults.count("F10", `${name} is suspended for ${Math.round(durationMs / 1000)} s`),
    );
  }

  async run(): Promise<ScheduleResult> {
    const { scenario, faults, mode, seed } = this.#options;
    this.#note("schedule", `seed ${seed}: ${scenario.name}; faults ${faults.kinds.join(", ")}; ${mode} mode`);
    for (let i = 0; i < faults.hosts; i += 1) this.#hosts.start();
    const expectations = await this.#play();
    if (mode === "liveness" && this.#violation === undefined) await this.#settle(expectations);
    this.#hosts.end();
    await Promise.all(this.#clusters.map((cluster) => cluster[Symbol.asyncDispose]()));
    const writes = this.#clusters.reduce((sum, { history }) => sum + history.length, 0);
    return {
      options: this.#options,
      events: this.#timeline.steps + writes,
      counts: this.#faults.counts,
      hash: this.#story.hash,
      violation: this.#violation,
      story: this.#story,
      clusters: this.#clusters,
      writes: this.#faults.writes,
    };
  }

  async #play(): Promise<readonly Expectation[]> {
    const { scenario, faults } = this.#options;
    const expectations: Expectation[] = [];
    let playing = this.#clusters.length;
    const isCalm = faults.kinds.length === 0;
    const failed = (error: unknown): void => this.#break("script", "the script itself", String(error), "");
    for (const [index, cluster] of this.#clusters.entries()) {
      const user = new User(this.#stage, cluster, scenario.shape, isCalm);
      const context: ActorContext = {
        stage: this.#stage,
        cluster,
        user,
        faults: this.#faults,
        chance: this.#chance.stream(`actors of ${cluster.name}`),
      };
      for (const act of [autoscaler, gitops, podTrouble]) act(context).catch(failed);
      scenario
        .play(user)
        .then((expectation) => {
          expectations[index] = withoutSize(expectation, user.lostPatience || faults.resizes > 0);
        })
        .catch(failed)
        .finally(() => (playing -= 1));
    }
    this.#planSuspensions();
    const ended = await this.#stage.play(
      () => playing === 0 || this.#isBroken,
      scriptMs,
      () => this.#look(),
    );
    if (!ended) this.#break("L1", "liveness", "the script does not come to its end", "");
    return expectations;
  }

  async #settle(expectations: readonly Expectation[]): Promise<void> {
    this.#faults.stop();
    this.#hosts.resumeAll();
    for (const cluster of this.#clusters) this.#sickPods.heal({ cluster });
    this.#note("schedule", "from now on nothing goes wrong");
    for (const cluster of this.#clusters) wakeUp(cluster);
    const differences = (): readonly (string | undefined)[] =>
      this.#clusters.map(({ world }, index) => mismatch(world, expectations[index] ?? { end: "deleted" }));
    const isThere = (): boolean => this.#isBroken || differences().every((text) => text === undefined);
    await this.#stage.play(isThere, convergenceMs, () => this.#look());
    this.#demand(differences());
    await this.#pass(this.#options.faults.eventLost > 0 ? foundOutMs : quietAfterMs);
    const since = this.#timeline.now();
    await this.#pass(this.#options.quietMs);
    if (this.#isBroken) return;
    for (const cluster of this.#clusters) cluster.add({ entry: "quiet", since, time: this.#timeline.now() });
    this.#demand(differences());
  }

  async #pass(durationMs: number): Promise<void> {
    await this.#stage.play(
      () => this.#isBroken,
      durationMs,
      () => this.#look(),
    );
  }

  #demand(differences: readonly (string | undefined)[]): void {
    const index = differences.findIndex((text) => text !== undefined);
    if (index >= 0) this.#break("L1", "liveness", differences[index] ?? "", this.#clusters[index]?.name ?? "");
  }

  #planSuspensions(): void {
    const chance = this.#chance.stream("suspensions");
    let at = 0;
    for (let i = 0; i < this.#options.faults.suspensions; i += 1) {
      at += chance.integer(500, 20_000);
      this.#timeline.after(at, () => {
        if (!this.#faults.isOver) this.#hosts.suspendLeader();
      });
    }
  }

  get #isBroken(): boolean {
    return this.#violation !== undefined;
  }

  #look(): void {
    for (const cluster of this.#clusters) cluster.takeWrites();
  }

  #cluster(name: string): SimulatedCluster {
    const cluster = new SimulatedCluster({
      name,
      timeline: this.#timeline,
      chance: this.#chance.stream(name),
      definitions: this.#equipment.definitions,
      kubelet: {
        jitter: 0.5,
        failingImage: (image) => image === images.broken,
        behaviour: (pod) => ({ fail: this.#sickPods.sicknessOf(pod), stopMs: 300 }),
      },
      onEntry: (on, entry) => this.#judge(on, entry),
    });
    for (const component of this.#equipment.components) cluster.put(componentDefinitions, component);
    return cluster;
  }

  #judge(cluster: SimulatedCluster, entry: Entry): void {
    this.#story.entry(cluster.name, entry);
    if (this.#isBroken) return;
    for (const { id, name, check } of invariants) {
      const text = check(cluster.world, cluster.history);
      if (text !== undefined) return this.#break(id, name, text, cluster.name);
    }
  }

  #break(id: string, name: string, text: string, cluster: string): void {
    this.#violation ??= { id, name, text, cluster, time: this.#timeline.now() };
    this.#note(`INVARIANT ${id}`, text);
  }

  #note(actor: string, text: string): void {
    this.#story.note(this.#timeline.now(), actor, text);
  }
}

/** Where others have had a say in the size, the size that is there counts. */
function withoutSize(expectation: Expectation, isFree: boolean): Expectation {
  if (!isFree || expectation.end !== "succeeded") return expectation;
  return { end: "succeeded", version: expectation.version };
}
