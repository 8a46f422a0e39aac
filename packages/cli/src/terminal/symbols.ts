import type { RolloutWord } from "@bellwether/core";
import { tint, type Tint } from "./palette.ts";
import type { Terminal } from "./terminal.ts";

interface WordStyle {
  readonly symbol: string;
  readonly ascii: string;
  readonly tints: readonly Tint[];
  readonly text: string;
}

const words: Readonly<Record<RolloutWord, WordStyle>> = {
  pending: { symbol: "·", ascii: ".", tints: ["dim"], text: "pending" },
  moving: { symbol: "▸", ascii: ">", tints: ["cyan"], text: "moving" },
  waiting: { symbol: "◌", ascii: "~", tints: ["yellow"], text: "waiting" },
  needsYou: { symbol: "!", ascii: "!", tints: ["magenta", "bold"], text: "needs you" },
  paused: { symbol: "‖", ascii: "=", tints: ["yellow"], text: "paused" },
  rollingBack: { symbol: "◂", ascii: "<", tints: ["yellow"], text: "rolling back" },
  succeeded: { symbol: "✓", ascii: "+", tints: ["green"], text: "succeeded" },
  failed: { symbol: "✗", ascii: "x", tints: ["red"], text: "failed" },
  unknown: { symbol: "?", ascii: "?", tints: ["bold"], text: "unknown" },
  skipped: { symbol: "-", ascii: "-", tints: ["dim"], text: "skipped" },
};

export function symbolOf(terminal: Terminal, word: RolloutWord): string {
  const { symbol, ascii, tints } = words[word];
  return tint(terminal, terminal.unicode ? symbol : ascii, ...tints);
}

export function textOf(word: RolloutWord): string {
  return words[word].text;
}

export function tintOf(word: RolloutWord): readonly Tint[] {
  return words[word].tints;
}

interface Strokes {
  readonly ready: string;
  readonly notReady: string;
  readonly arrow: string;
  readonly atLeast: string;
  readonly tee: string;
  readonly corner: string;
  readonly bar: string;
  readonly dash: string;
  readonly ellipsis: string;
}

const drawn: Strokes = {
  ready: "█",
  notReady: "▒",
  arrow: "→",
  atLeast: "≥",
  tee: "├─",
  corner: "└",
  bar: "│",
  dash: "–",
  ellipsis: "…",
};
const typed: Strokes = {
  ready: "#",
  notReady: ":",
  arrow: "->",
  atLeast: ">=",
  tee: "+-",
  corner: "`",
  bar: "|",
  dash: "-",
  ellipsis: "...",
};

export function strokesOf(terminal: Terminal): Strokes {
  return terminal.unicode ? drawn : typed;
}

/** A cell a pod up to this number, then scaled. */
const widestBar = 20;

/** Ready and not ready pods as cells. */
export function podBar(terminal: Terminal, ready: number, total: number): string {
  const { ready: full, notReady } = strokesOf(terminal);
  const cells = Math.min(total, widestBar);
  const filled = total === 0 ? 0 : Math.min(cells, Math.floor((ready * cells) / total));
  return full.repeat(filled) + notReady.repeat(cells - filled);
}
