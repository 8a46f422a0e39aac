import type { Clock, RolloutView } from "@bellwether/core";
import { stopwatchText } from "../terminal/duration.ts";
import { LiveBlock } from "../terminal/live-block.ts";
import type { OutputStream, Terminal } from "../terminal/terminal.ts";
import { lineKey, rolloutLine } from "../text/rollout-line.ts";
import { rolloutTable } from "../text/rollout-table.ts";
import type { DemoResult } from "./demo-result.ts";

/** Where the story goes. */
export interface DemoScreen extends Disposable {
  say(text: string): void;
  show(views: readonly RolloutView[], runningMs: number): void;
  end(result: DemoResult, text: readonly string[]): void;
}

/** For people: numbered lines, and below them a live view where the terminal can. */
export function textScreen(stream: OutputStream, terminal: Terminal, clock: Clock): DemoScreen {
  const started = clock.now();
  const block = new LiveBlock(stream, terminal, clock);
  const seen = new Map<string, string>();
  const time = (): string => stopwatchText(clock.now() - started).padStart(6);
  return {
    say: (text) => block.print(`${time()}  ${text}`),
    show: (views, runningMs) => {
      block.show(["", ...rolloutTable(views, terminal, clock.now(), runningMs)]);
      if (terminal.live) return;
      for (const view of views) {
        if (seen.get(view.cluster) === lineKey(view)) continue;
        seen.set(view.cluster, lineKey(view));
        block.print(`        ${rolloutLine(view, clock.now())}`);
      }
    },
    end: (_, text) => {
      block[Symbol.dispose]();
      for (const line of text) stream.write(`${line}\n`);
    },
    [Symbol.dispose]: () => block[Symbol.dispose](),
  };
}

/** For programs: one JSON object a line, the result last. */
export function jsonScreen(stream: OutputStream, clock: Clock): DemoScreen {
  const started = clock.now();
  const seen = new Map<string, string>();
  const write = (object: object): void => void stream.write(`${JSON.stringify(object)}\n`);
  return {
    say: (text) => write({ kind: "DemoEvent", seconds: (clock.now() - started) / 1000, text }),
    show: (views) => {
      for (const view of views) {
        if (seen.get(view.cluster) === lineKey(view)) continue;
        seen.set(view.cluster, lineKey(view));
        write(view);
      }
    },
    end: (result) => write(result),
    [Symbol.dispose]: () => undefined,
  };
}
