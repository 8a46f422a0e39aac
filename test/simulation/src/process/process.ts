import type { Clock } from "@bellwether/core";

type State = "running" | "suspended" | "dead";

/**
 * A host's operating-system process: it can be suspended, as by SIGSTOP, and killed, as by SIGKILL. Its timers and the
 * answers to its requests pass through here; what a dead process waits for never comes.
 */
export class Process implements Clock {
  readonly name: string;
  readonly #clock: Clock;
  #state: State = "running";
  #held: (() => void)[] = [];

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
  }

  get isDead(): boolean {
    return this.#state === "dead";
  }

  get isRunning(): boolean {
    return this.#state === "running";
  }

  now(): number {
    return this.#clock.now();
  }

  after(delayMs: number, callback: () => void): Disposable {
    let cancelled = false;
    const timer = this.#clock.after(delayMs, () =>
      this.enter(() => {
        if (!cancelled) callback();
      }),
    );
    return {
      [Symbol.dispose]: () => {
        cancelled = true;
        timer[Symbol.dispose]();
      },
    };
  }

  /** Something under way to or from the process: it arrives whatever becomes of the process. */
  travels(durationMs: number, arrive: () => void): void {
    this.#clock.after(durationMs, arrive);
  }

  /** Does it now, after the suspension, or never. */
  enter(act: () => void): void {
    if (this.#state === "running") act();
    else if (this.#state === "suspended") this.#held.push(act);
  }

  /** Resolves when the process can take an answer: never for a dead one. */
  ready(): Promise<void> {
    return new Promise((resolve) => {
      this.enter(resolve);
    });
  }

  suspend(): void {
    if (this.#state === "running") this.#state = "suspended";
  }

  resume(): void {
    if (this.#state !== "suspended") return;
    this.#state = "running";
    for (const act of this.#held.splice(0)) act();
  }

  kill(): void {
    this.#state = "dead";
    this.#held = [];
  }
}

/** The answer to whoever waits in a dead process. */
export function never<T>(): Promise<T> {
  return new Promise(() => {});
}
