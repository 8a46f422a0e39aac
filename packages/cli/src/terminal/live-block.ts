import type { Clock } from "@bellwether/core";
import { strokesOf } from "./symbols.ts";
import type { OutputStream, Terminal } from "./terminal.ts";
import { cut } from "./wrap.ts";

/** At most ten frames a second. */
const frameMs = 100;

/**
 * Lines at the end of the output that are repainted in place. Nothing above is touched: no alternate screen, no
 * clearing, so scrollback and selection stay the user's. Where lines cannot be repainted, only `print` writes.
 */
export class LiveBlock implements Disposable {
  readonly #stream: OutputStream;
  readonly #terminal: Terminal;
  readonly #clock: Clock;
  #painted = 0;
  #wanted: readonly string[] = [];
  #lastFrame = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;

  constructor(stream: OutputStream, terminal: Terminal, clock: Clock) {
    this.#stream = stream;
    this.#terminal = terminal;
    this.#clock = clock;
  }

  /** Shows these lines as soon as the frame rate allows. */
  show(lines: readonly string[]): void {
    if (!this.#terminal.live) return;
    this.#wanted = lines;
    const due = this.#lastFrame + frameMs - this.#clock.now();
    if (due <= 0) this.#paint();
    else this.#timer ??= this.#clock.after(due, () => this.#paint());
  }

  /** Writes permanent lines above the block. */
  print(...lines: readonly string[]): void {
    const above = lines.map((line) => `${line}\n`).join("");
    this.#stream.write(this.#terminal.live ? this.#erase() + above + this.#block() : above);
  }

  /** Takes the block away; what was printed stays. */
  [Symbol.dispose](): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#wanted = [];
    if (this.#painted > 0) this.#stream.write(this.#erase());
  }

  #paint(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = undefined;
    this.#lastFrame = this.#clock.now();
    this.#stream.write(this.#erase() + this.#block());
  }

  #erase(): string {
    const up = this.#painted;
    this.#painted = 0;
    return up === 0 ? "" : `\u001B[${up}A\r\u001B[0J`;
  }

  #block(): string {
    const { columns, rows } = this.#terminal;
    const { ellipsis } = strokesOf(this.#terminal);
    const lines = this.#wanted.slice(0, rows === undefined ? undefined : Math.max(1, rows - 1));
    this.#painted = lines.length;
    return lines.map((line) => `${cut(line, columns, ellipsis)}\n`).join("");
  }
}
