import type { Terminal } from "./terminal.ts";

export type Tint = "dim" | "bold" | "cyan" | "yellow" | "magenta" | "green" | "red";

const codes: Readonly<Record<Tint, readonly [open: number, close: number]>> = {
  dim: [2, 22],
  bold: [1, 22],
  cyan: [36, 39],
  yellow: [33, 39],
  magenta: [35, 39],
  green: [32, 39],
  red: [31, 39],
};

/** Colours a text with the 16 ANSI colours, where the terminal has them. */
export function tint(terminal: Terminal, text: string, ...tints: readonly Tint[]): string {
  if (!terminal.color || text === "") return text;
  return tints.reduce((inner, name) => `\u001B[${codes[name][0]}m${inner}\u001B[${codes[name][1]}m`, text);
}

const escapes = /\u001B\[[0-9;]*m/g;

/** Columns that a text takes; all our symbols are one column wide. */
export function widthOf(text: string): number {
  return [...text.replace(escapes, "")].length;
}
