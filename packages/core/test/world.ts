import {
  absentSide,
  decide,
  goalOf,
  initialState,
  parseShare,
  type Decision,
  type Effect,
  type Facts,
  type IntOrPercent,
  type RolloutState,
  type SideFacts,
  type Step,
} from "@bellwether/core";

/** A workload whose pods follow what is asked at once, driven by decide(): the machine without a cluster. */
export class World {
  state: RolloutState;
  now = 1_000_000;
  generation = 1;
  facts: Partial<Facts> = {};
  batches: readonly IntOrPercent[];
  readonly writes: string[] = [];
  readonly statuses: string[] = [];
  target: SideFacts = absentSide;
  source: SideFacts = absentSide;
  abandoned: SideFacts | undefined;
  claimed = false;
  finalizer = false;
  collected = false;
  located = { target: false, source: true };
  /** Pods of the target that never get ready. */
  stuck = 0;
  readonly size: number;
  readonly placement: "inPlace" | "pair";

  constructor(options: {
    batches: readonly IntOrPercent[];
    size: number;
    placement?: "inPlace" | "pair";
    facts?: Partial<Facts>;
  }) {
    this.batches = options.batches;
    this.size = options.size;
    this.placement = options.placement ?? "inPlace";
    this.facts = { source: "v1", target: "v2", ...options.facts };
    this.state = initialState(this.now);
    if (this.facts.source !== "") this.source = this.#side(options.size);
  }

  observe(): Facts {
    const mode = this.facts.source === "" ? "scale" : "rollout";
    const original = mode === "scale" ? Math.max(this.state.originalSize, 0) : this.size;
    const base = { mode, size: this.size, original } as const;
    const shares = this.batches.map((batch) => parseShare(batch) ?? { pods: 0 });
    const steps: Step[] = shares.map((_, index) => ({
      index,
      pods: goalOf(shares, index, base),
      extra: 0,
      gates: [],
      maxUnavailable: 0,
      deadlineSeconds: 3600,
      onExpiry: "Hold",
    }));
    return {
      now: this.now,
      generation: this.generation,
      deleted: false,
      finalizer: this.finalizer,
      paused: false,
      batchPartition: undefined,
      desired: "Run",
      onFailure: "Hold",
      target: "v2",
      source: "v1",
      targetSize: undefined,
      located: this.located,
      collected: this.collected,
      refusal: undefined,
      obstacle: undefined,
      mode,
      placement: this.placement,
      lowerFirst: false,
      size: this.size,
      original,
      steps,
      acceptedGoals: steps.map(({ pods }) => pods),
      workload: {
        target: this.target,
        source: this.source,
        ...(this.abandoned === undefined ? {} : { abandoned: this.abandoned }),
        settled: true,
        claimed: this.claimed,
      },
      ...this.facts,
    };
  }

  /** One pass: remember, then make the first effect true. Returns false when there was nothing to do. */
  pass(): boolean {
    const decision = decide(this.state, this.observe());
    const remembered = decision.state !== this.state;
    if (remembered) {
      this.state = decision.state;
      this.statuses.push(this.describe());
    }
    const [effect] = decision.effects;
    if (effect !== undefined) this.#apply(effect);
    return remembered || effect !== undefined;
  }

  /** Passes until nothing changes. */
  run(limit = 200): Decision {
    for (let passes = 0; this.pass(); passes += 1)
      if (passes > limit) throw new Error(`no rest after ${limit} passes: ${this.writes.slice(-5).join(", ")}`);
    return decide(this.state, this.observe());
  }

  describe(): string {
    const { rollingState, batchRollingState, currentBatch } = this.state;
    return rollingState === "rollingInBatches" ? `${batchRollingState} ${currentBatch}` : rollingState;
  }

  #side(pods: number, unready = 0): SideFacts {
    return { exists: true, asked: pods, existing: pods, ready: pods - unready, observed: true };
  }

  #apply(effect: Effect): void {
    switch (effect.type) {
      case "keepFinalizer":
        this.finalizer = true;
        return;
      case "dropFinalizer":
        this.finalizer = false;
        return;
      case "locate":
        this.writes.push(`locate ${effect.side}`);
        this.located = { target: effect.side === "target", source: effect.side === "source" };
        if (this.placement === "inPlace" && effect.side === "source") this.#swapSides();
        if (!this.target.exists) this.target = this.#side(0);
        return;
      case "claim":
        this.claimed = true;
        return;
      case "collect":
        this.collected = true;
        return;
      case "release":
        this.writes.push(`release ${effect.leaving}`);
        this.claimed = false;
        return;
      case "keepPods":
        this.writes.push(`${effect.side} ${effect.pods}`);
        this[effect.side] = this.#side(effect.pods, effect.side === "target" ? this.stuck : 0);
        if (this.placement === "inPlace" && this.facts.source !== "") {
          const other = effect.side === "target" ? "source" : "target";
          this[other] = this.#side(this.size - effect.pods, other === "target" ? this.stuck : 0);
        }
    }
  }

  /** After the source's template is back on the object, nothing of the target is asked for beyond what exists. */
  #swapSides(): void {
    this.writes.push(`(target has ${this.target.existing})`);
  }
}
