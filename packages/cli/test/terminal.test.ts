import { describe, expect, test } from "vitest";
import { durationText, remainingText } from "../src/terminal/duration.ts";
import { LiveBlock } from "../src/terminal/live-block.ts";
import { podBar } from "../src/terminal/symbols.ts";
import { plainTerminal, terminalOf } from "../src/terminal/terminal.ts";
import { cut } from "../src/terminal/wrap.ts";
import { TextStream } from "./views.ts";

const tty = { isTTY: true, columns: 100, rows: 30, write: () => undefined };
const pipe = { write: () => undefined };

describe("what a terminal can", () => {
  test.each([
    ["a terminal", tty, { LANG: "en_US.UTF-8" }, { color: true, unicode: true, live: true, columns: 100 }],
    ["a terminal that nobody sized", { ...tty, columns: 0, rows: 0 }, {}, { columns: 80, rows: 24 }],
    ["a pipe", pipe, { LANG: "en_US.UTF-8" }, { color: false, live: false, columns: undefined }],
    ["NO_COLOR", tty, { NO_COLOR: "1" }, { color: false, live: true }],
    ["FORCE_COLOR in a pipe", pipe, { FORCE_COLOR: "1" }, { color: true, live: false }],
    ["a dumb terminal", tty, { TERM: "dumb" }, { color: false, unicode: false, live: false }],
    ["the Linux console", tty, { TERM: "linux" }, { unicode: false }],
    ["a Latin-1 locale", tty, { LC_ALL: "de_DE.ISO-8859-1" }, { unicode: false }],
    ["CI", tty, { CI: "true" }, { live: false }],
  ])("%s", (_, stream, env, expected) => {
    expect(terminalOf(stream, env)).toMatchObject(expected);
  });

  test("flags win over the environment", () => {
    expect(terminalOf(pipe, { NO_COLOR: "1" }, { color: "always", ascii: true })).toMatchObject({
      color: true,
      unicode: false,
    });
  });
});

test.each([
  [400, "0s"],
  [59_000, "59s"],
  [192_000, "3m12s"],
  [25 * 60_000, "25m"],
  [2 * 3_600_000 + 5 * 60_000, "2h05m"],
  [4 * 86_400_000, "4d"],
])("%i ms are %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test.each([
  [3_594_000, "59m 54s"],
  [3_600_000, "1h"],
  [90_000, "1m 30s"],
  [1500, "2s"],
])("%i ms are left: %s", (ms, text) => {
  expect(remainingText(ms)).toBe(text);
});

test("a bar has a cell a pod up to twenty, then it is scaled and never shows ready what is not", () => {
  expect(podBar(plainTerminal, 2, 3)).toBe("██▒");
  expect(podBar(plainTerminal, 0, 0)).toBe("");
  expect(podBar(plainTerminal, 999, 1000)).toBe(`${"█".repeat(19)}▒`);
});

test("a cut line keeps its colours closed", () => {
  expect(cut("\u001B[32mabcdef\u001B[39m", 4, "…")).toBe("\u001B[32mabc\u001B[39m…");
  expect(cut("abc", 3, "…")).toBe("abc");
});

describe("the live block", () => {
  const at = { now: 0 };
  const clock = { now: () => at.now, after: () => ({ [Symbol.dispose]: () => undefined }) };
  const live = { ...plainTerminal, live: true, columns: 20, rows: 5 };

  test("repaints its own lines only, and never clears the screen", () => {
    const stream = new TextStream();
    using block = new LiveBlock(stream, live, clock);
    block.show(["one", "two"]);
    block.print("kept");
    at.now += 200;
    block.show(["three"]);
    expect(stream.text).toBe("one\ntwo\n\u001B[2A\r\u001B[0Jkept\none\ntwo\n\u001B[2A\r\u001B[0Jthree\n");
    expect(stream.text).not.toMatch(/\[2J|\[\?1049h/);
  });

  test("paints at most ten frames a second", () => {
    const stream = new TextStream();
    at.now = 10_000;
    using block = new LiveBlock(stream, live, clock);
    for (let ms = 0; ms < 99; ms += 1) {
      at.now += 1;
      block.show([String(ms)]);
    }
    expect(stream.text).toBe("0\n");
  });

  test("prints plain lines where nothing can be repainted", () => {
    const stream = new TextStream();
    using block = new LiveBlock(stream, plainTerminal, clock);
    block.show(["never seen"]);
    block.print("kept");
    expect(stream.text).toBe("kept\n");
  });
});
