import { describe, expect, test } from "vitest";
import { widthOf } from "../src/terminal/palette.ts";
import { plainTerminal, type Terminal } from "../src/terminal/terminal.ts";
import { descriptionText } from "../src/text/description-text.ts";
import { rolloutLine } from "../src/text/rollout-line.ts";
import { rolloutList } from "../src/text/rollout-list.ts";
import { rolloutTable } from "../src/text/rollout-table.ts";
import { rolloutTree } from "../src/text/rollout-tree.ts";
import { shortNames } from "../src/text/short-names.ts";
import { needsYou, now, succeeded, view } from "./views.ts";

const narrow: Terminal = { ...plainTerminal, columns: 80, rows: 24 };
const ascii: Terminal = { ...narrow, unicode: false };
const colored: Terminal = { ...narrow, color: true };
const columns = { cluster: true, namespace: true, headers: true, wide: false, labels: false };
const wide = { ...columns, namespace: false, wide: true, labels: true };
const events = [
  {
    time: "2026-11-24T16:02:56.120Z",
    type: "Normal",
    reason: "PartitionRaised",
    note: "waits for BatchPodsReady: 1 of 3 pods of test-rolling-v2 ready",
  },
];

const faces: readonly (readonly [string, (terminal: Terminal) => readonly string[]])[] = [
  ["table", (terminal) => rolloutTable([succeeded, view()], terminal, now, 9_800)],
  ["tree", (terminal) => rolloutTree(view(), terminal, now)],
  ["tree-needs-you", (terminal) => rolloutTree(needsYou, terminal, now)],
  [
    "list",
    (terminal) =>
      rolloutList(
        [succeeded, view(), needsYou],
        [{ name: "eu-2", error: "dial 10.0.3.1:443: i/o timeout" }],
        columns,
        terminal,
        now,
      ),
  ],
  ["list-wide", (terminal) => rolloutList([succeeded, needsYou], [], wide, terminal, now)],
  ["description", (terminal) => descriptionText(view(), events, terminal, now)],
];

describe.each(faces)("%s", (name, face) => {
  test("looks as designed", async () => {
    await expect(`${face(narrow).join("\n")}\n`).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test("is the same without colour", () => {
    expect(face(colored).map((line) => line.replaceAll(/\u001B\[[0-9;]*m/g, ""))).toEqual(face(narrow));
  });

  test("has a 7-bit form", () => {
    expect(face(ascii).filter((line) => /[^\u0000-\u007F]/.test(line))).toEqual([]);
  });
});

test("reasons wrap within 80 columns", () => {
  const long = view({
    waiting: {
      guard: "TargetLocated",
      for: "cluster",
      since: new Date(now - 9000).toISOString(),
      deadline: null,
      onExpiry: null,
      code: "REVISION_NOT_FOUND",
      text: "ApplicationRevision test-rolling-v3 does not exist in namespace default; there are test-rolling-v1 and test-rolling-v2",
      remedy: "correct targetAppRevisionName; the rollout goes on by itself",
    },
  });
  for (const line of [...rolloutTable([long], narrow, now), ...rolloutTree(long, narrow, now)])
    expect([line, widthOf(line) <= 80]).toEqual([line, true]);
});

test("one line for a pipe", () => {
  expect(rolloutLine(view(), now)).toBe(
    '2026-11-24T16:03:02Z west default/rolling-example waiting step=2/3 pods=2/3 BatchPodsReady "2 of 3 pods of test-rolling-v2 ready; metrics-provider-x2k: ImagePullBackOff: podinfo:5.0.3 not found"',
  );
});

test.each([
  [
    ["test-rolling-v1", "test-rolling-v2"],
    ["v1", "v2"],
  ],
  [
    ["web-7d4", "web-9f1"],
    ["7d4", "9f1"],
  ],
  [
    ["app", "other"],
    ["app", "other"],
  ],
  [["only-v1"], ["v1"]],
])("%o are told apart by %o", (names, short) => {
  expect(names.map((name) => shortNames(names).get(name))).toEqual(short);
});
