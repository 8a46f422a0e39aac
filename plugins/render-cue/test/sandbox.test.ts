import { CueRenderer } from "@bellwether/render-cue";
import { afterAll, expect, test } from "vitest";
import { failure, render } from "./render.ts";

const renderer = new CueRenderer();
afterAll(() => renderer[Symbol.asyncDispose]());

async function expectStillRenders(): Promise<void> {
  const { output } = await render(renderer, `output: { apiVersion: "v1", kind: "X", sum: 1 + parameter.n }`, { n: 2 });
  expect(output["sum"]).toBe(3);
}

test("a template that eats memory fails, and the next one renders", async () => {
  const doubled = Array.from({ length: 30 }, (_, i) => `s${i + 1}: s${i} + s${i}`).join("\n");
  const template = `_s: { s0: "${"a".repeat(32)}"\n${doubled} }\noutput: { apiVersion: "v1", kind: "X", size: len(_s.s30) }`;
  expect(await failure(renderer, template)).toMatch(/^RENDER_OUT_OF_MEMORY .*"web" ran out of memory\.$/);
  await expectStillRenders();
});

test("a template that is nested too deeply fails, and the next one renders", async () => {
  const template = `output: ${"{ x: ".repeat(20_000)}1${" }".repeat(20_000)}`;
  expect(await failure(renderer, template)).toMatch(/^RENDER_FAILED .*nested too deeply$/);
  await expectStillRenders();
});

test("a result that is too large is refused", async () => {
  const template = `import "strings"\noutput: { apiVersion: "v1", kind: "X", text: strings.Repeat("a", 5000000) }`;
  expect(await failure(renderer, template)).toMatch(/^RENDER_FAILED .*4000000 are allowed$/);
});

test("a template that loops is ended at the time limit, and is tried anew", async () => {
  const impatient = new CueRenderer({ timeLimitMs: 50 });
  const template = `import "list"
    output: { apiVersion: "v1", kind: "X", n: len([ for a in list.Range(0, 20000, 1) for b in list.Range(0, 20000, 1) {a * b} ]) }`;
  expect(await failure(impatient, template)).toMatch(/^RENDER_TIMEOUT .*"web" did not end in time\.$/);
  const again = failure(impatient, template);
  await impatient[Symbol.asyncDispose]();
  expect(await again).toMatch(/^RENDER_FAILED .*the worker ended$/);
});

test.each([
  ["file", 'file.Read & { filename: "/etc/hostname" }', "contents"],
  ["exec", 'exec.Run & { cmd: "id", stdout: string }', "stdout"],
  ["http", 'http.Get & { url: "http://127.0.0.1:1/" }', "response.body"],
  ["os", "os.Getenv & { PATH: string }", "PATH"],
])("tool/%s does not run", async (tool, task, result) => {
  const template = `import "tool/${tool}"\n_task: ${task}\noutput: { apiVersion: "v1", kind: "X", leak: _task.${result} }`;
  expect(await failure(renderer, template)).toMatch(/^RENDER_FAILED .*output\.leak: /);
});
