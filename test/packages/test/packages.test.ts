import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install, publishedPackages } from "./published-packages.ts";
import { root, run } from "./run.ts";

const packages = await publishedPackages();
const disposal = new AsyncDisposableStack();
let app: string;

beforeAll(async () => {
  await run("turbo", ["run", "build", "--output-logs=errors-only"], root);
  const target = disposal.use(await mkdtempDisposable(join(tmpdir(), "bellwether-packages-")));
  app = await install(packages, target.path);
}, 120_000);
afterAll(() => disposal.disposeAsync());

const entries = packages.flatMap(({ manifest: { name, exports } }) =>
  Object.keys(exports).map((path) => name + path.slice(1)),
);

test("every entry of every package can be imported where only what it declares is installed", async () => {
  const script = `
    const entries = ${JSON.stringify(entries)};
    const results = await Promise.allSettled(entries.map((entry) => import(entry)));
    const faults = results.flatMap(({ reason }, index) => (reason === undefined ? [] : [entries[index] + ": " + reason]));
    const empty = results.flatMap(({ value }, index) => (Object.keys(value ?? {}).length > 0 ? [] : [entries[index]]));
    console.log(JSON.stringify({ faults, empty }));`;
  const output = await run(process.execPath, ["--input-type=module", "-e", script], app);
  expect(JSON.parse(output)).toEqual({ faults: [], empty: [] });
});

test.each(packages.map(({ manifest: { name } }) => name))("%s says what it is in a README", async (name) => {
  const text = await readFile(join(app, "node_modules", name, "README.md"), "utf8");
  expect(text.split("\n")[0]).toBe(`# ${name}`);
});

const bellwether = (...args: readonly string[]): Promise<string> =>
  run(process.execPath, [join(app, "node_modules/bellwether/dist/main.js"), ...args], app);

test("the packed command can be executed and says what it is", async () => {
  const file = join(app, "node_modules/bellwether/dist/main.js");
  expect((await readFile(file, "utf8")).split("\n")[0]).toBe("#!/usr/bin/env node");
  expect((await stat(file)).mode & 0o111).toBe(0o111);
  expect(await bellwether("version")).toMatch(/^bellwether 0\.1\.0, node 24\./);
  expect(await bellwether("--help")).toContain("Start here:");
});

test("the packed command rolls out", async () => {
  const lines = (await bellwether("demo", "--clusters", "1", "--speed", "20", "--output", "json"))
    .trimEnd()
    .split("\n");
  const result = JSON.parse(lines.at(-1) ?? "") as { clusters: { rollouts: { state: string }[] }[] };
  expect(result.clusters.flatMap(({ rollouts }) => rollouts.map(({ state }) => state))).toEqual([
    "rolloutSucceed",
    "rolloutSucceed",
  ]);
});
