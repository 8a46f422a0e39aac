import type { Clock, RolloutView } from "@bellwether/core";
import { LiveBlock } from "../terminal/live-block.ts";
import { symbolOf, textOf } from "../terminal/symbols.ts";
import type { OutputStream, Terminal } from "../terminal/terminal.ts";
import { lineKey, rolloutLine } from "./rollout-line.ts";
import { rolloutTable } from "./rollout-table.ts";
import { rolloutTree } from "./rollout-tree.ts";

/** While a rollout waits, a piped view says so at least this often. */
const heartbeatMs = 60_000;

type Show = (views: readonly RolloutView[]) => void;

/** Where the views of a watch go: a repainted block, lines, or JSON lines. */
export class WatchScreen implements Disposable {
  readonly show: Show;
  readonly #end: () => void;

  private constructor(show: Show, end: () => void = () => undefined) {
    this.show = show;
    this.#end = end;
  }

  static json(stream: OutputStream): WatchScreen {
    const seen = new Map<string, string>();
    return new WatchScreen((views) => {
      for (const view of views) {
        const { observedAt: _, ...lasting } = view;
        if (isNew(seen, view, JSON.stringify(lasting))) stream.write(`${JSON.stringify(view)}\n`);
      }
    });
  }

  static text(stream: OutputStream, terminal: Terminal, clock: Clock): WatchScreen {
    return terminal.live ? WatchScreen.#live(stream, terminal, clock) : WatchScreen.#lines(stream, clock);
  }

  static #live(stream: OutputStream, terminal: Terminal, clock: Clock): WatchScreen {
    const block = new LiveBlock(stream, terminal, clock);
    let last: readonly RolloutView[] = [];
    return new WatchScreen(
      (views) => {
        last = views;
        block.show(blockLines(views, terminal, clock.now()));
      },
      () => {
        block[Symbol.dispose]();
        for (const view of last)
          stream.write(
            `${symbolOf(terminal, view.state)} ${view.name} on ${view.cluster}: ${textOf(view.state)}${view.reason === null ? "" : ` ${view.reason}`}, ${view.revisions.target}\n`,
          );
      },
    );
  }

  static #lines(stream: OutputStream, clock: Clock): WatchScreen {
    const seen = new Map<string, string>();
    const printed = new Map<string, number>();
    return new WatchScreen((views) => {
      const now = clock.now();
      for (const view of views) {
        const due = now - (printed.get(idOf(view)) ?? now) >= heartbeatMs;
        if (!isNew(seen, view, lineKey(view)) && !due) continue;
        printed.set(idOf(view), now);
        stream.write(`${rolloutLine(view, now)}\n`);
      }
    });
  }

  [Symbol.dispose](): void {
    this.#end();
  }
}

function idOf(view: RolloutView): string {
  return `${view.cluster}/${view.source}/${view.namespace}/${view.name}`;
}

function isNew(seen: Map<string, string>, view: RolloutView, text: string): boolean {
  const id = idOf(view);
  if (seen.get(id) === text) return false;
  seen.set(id, text);
  return true;
}

/** A tree for one rollout, a table for one on several clusters, a table each for more. */
function blockLines(views: readonly RolloutView[], terminal: Terminal, now: number): readonly string[] {
  const groups = Map.groupBy(views, (view) => `${view.source}/${view.namespace}/${view.name}`);
  return [...groups.values()].flatMap((group) => {
    const [only] = group;
    return group.length === 1 && only !== undefined
      ? rolloutTree(only, terminal, now)
      : rolloutTable(group, terminal, now);
  });
}
