import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { bellwetherCommand, Command, run } from "./kit/command.ts";
import { masked } from "./kit/masked.ts";
import { screenAfter } from "./kit/screen.ts";

const target = (name: string): object => ({
  name: "rolling-example",
  state: "rolloutSucceed",
  target: name,
  batches: [1, 3, 5],
});

test.each([
  { options: [], names: ["east", "west"] },
  { options: ["--clusters", "3"], names: ["east", "west", "north"] },
])("demo $options ends with its result as one JSON object", async ({ options, names }) => {
  const { code, stdout, stderr } = await run(["demo", "--speed", "20", "-o", "json", ...options]);
  expect([code, stderr]).toEqual([0, ""]);
  const objects = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { readonly kind: string });
  expect(objects.at(-1)).toEqual({
    kind: "DemoResult",
    clusters: names.map((name) => ({ name, rollouts: [target("test-rolling-v1"), target("test-rolling-v2")] })),
  });
  expect(new Set(objects.slice(0, -1).map(({ kind }) => kind))).toEqual(new Set(["DemoEvent", "RolloutView"]));
});

const isChange = (line: string): boolean => /^ {8}\d{4}-/.test(line);

test("piped: the story, and one line for each change", async () => {
  const { code, stdout } = await run(["demo", "--speed", "20"]);
  expect(code).toBe(0);
  const lines = stdout.split("\n");
  await expect(masked(lines.filter((line) => !isChange(line)).join("\n"))).toMatchFileSnapshot("./golden/demo.txt");
  const changes = masked(lines.filter(isChange).join("\n"));
  for (const cluster of ["east", "west"])
    for (const [index, pods] of [1, 3, 5].entries())
      expect(changes).toMatch(
        new RegExp(`TIME ${cluster} default/rolling-example moving step=${index + 1}/3 pods=\\d/${pods} `),
      );
  expect(stdout).not.toContain("\u001B");
});

const hasScript = spawnSync("script", ["--version"], { encoding: "utf8" }).stdout?.includes("util-linux") ?? false;
if (!hasScript) console.warn("Tests in a pseudo-terminal are skipped: there is no script of util-linux here");

test.skipIf(!hasScript)("on a terminal: repainted in place, and every earlier line survives", async () => {
  const demo = [...bellwetherCommand, "demo", "--speed", "3"].join(" ");
  const prompt = "what was there before";
  await using terminal = new Command([
    "script",
    "--quiet",
    "--return",
    "--command",
    `stty cols 100 rows 40; echo ${prompt}; ${demo}`,
    "/dev/null",
  ]);
  const { code, stdout } = await terminal.ended;
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/\u001B\[[23]J|\u001B\[\?1049h|\u001B\[H/);
  const frames = stdout.split("\u001B[0J").length - 1;
  expect(frames).toBeGreaterThan(5);
  expect(stdout).toMatch(/▸.*east.*moving.*2\/3/);
  const [first, ...story] = screenAfter(stdout);
  expect(first).toBe(prompt);
  await expect(masked(story.join("\n"))).toMatchFileSnapshot("./golden/demo.txt");
});
