import { CueRenderer } from "@bellwether/render-cue";
import { afterAll, describe, expect, test } from "vitest";
import { context, failure, render } from "./render.ts";

const renderer = new CueRenderer();
afterAll(() => renderer[Symbol.asyncDispose]());

describe("a template that evaluates", () => {
  test("sees parameters and context, and yields output and outputs", async () => {
    const template = `
      import "strings"
      output: { apiVersion: "v1", kind: "ConfigMap", data: { size: "\\(parameter.size)", app: strings.ToUpper(context.appName) } }
      outputs: service: { apiVersion: "v1", kind: "Service", metadata: name: context.revision }
      parameter: size: *3 | int`;
    expect(await render(renderer, template)).toEqual({
      output: { apiVersion: "v1", kind: "ConfigMap", metadata: {}, data: { size: "3", app: "SHOP" } },
      outputs: { service: { apiVersion: "v1", kind: "Service", metadata: { name: "web-v2" } } },
    });
  });

  test("gets parameters as data, never as CUE", async () => {
    const template = `output: { apiVersion: "v1", kind: "X", text: parameter.text }, parameter: text: string`;
    const text = '\\(context.name) "} output: "\n{{.Values}} \u2028 é';
    expect((await render(renderer, template, { text })).output["text"]).toBe(text);
  });

  test("gives every caller objects of its own", async () => {
    const template = `output: { apiVersion: "v1", kind: "X", list: [1] }`;
    const first = await render(renderer, template);
    (first.output["list"] as number[]).push(2);
    expect((await render(renderer, template)).output["list"]).toEqual([1]);
  });

  test("is one of many at a time", async () => {
    const template = `output: { apiVersion: "v1", kind: "X", n: parameter.n }, parameter: n: int`;
    const all = await Promise.all([1, 2, 3, 4].map((n) => render(renderer, template, { n })));
    expect(all.map(({ output }) => output["n"])).toEqual([1, 2, 3, 4]);
  });
});

describe("a template that does not evaluate", () => {
  test.each([
    ["output: {", /^RENDER_FAILED .*"web" does not evaluate: .*expected/],
    ["output: a: output.b, output: b: nowhere", /^RENDER_FAILED .* output\.b: reference "nowhere" not found$/],
    ["output: a: output", /^RENDER_FAILED .* output\.a: structural cycle$/],
    ['import "kube/apps/v1"\noutput: v1.#Deployment', /^RENDER_FAILED .*"kube\/apps\/v1" undefined$/],
    ["workload: kind: 1", /^RENDER_NO_OUTPUT .*"web" yields no output\.$/],
    ['output: kind: "X"', /^RENDER_NO_OUTPUT .*has no apiVersion or no kind\.$/],
    ['output: {apiVersion: "v1", kind: "X"}, outputs: svc: {}', /^RENDER_FAILED .* outputs\.svc has no apiVersion/],
  ])("%s", async (template, message) => {
    expect(await failure(renderer, template)).toMatch(message);
  });
});

describe("parameters", () => {
  const template = `
    output: { apiVersion: "v1", kind: "X", image: parameter.image }
    parameter: {
      image: string
      strategy?: "Fast" | "Slow"
      env?: [...{ name: string, value?: string }]
    }`;

  test.each([
    [{}, "parameter.image is required (string)"],
    [{ image: "a", env: [{ value: "1" }] }, "parameter.env.0.name is required (string)"],
    [{ image: 5 }, "parameter.image: conflicting values 5 and string (mismatched types int and string)"],
    [{ image: "a", strategy: "Other" }, "parameter.strategy is none of the values that the template allows"],
  ])("%j: %s", async (parameters, reason) => {
    const message = `RENDER_FAILED The template of component "web" does not evaluate: ${reason}`;
    expect(await failure(renderer, template, parameters)).toBe(message);
  });
});

test("a caller that aborts does not wait", async () => {
  const gone = new Error("gone");
  const request = { component: "web", template: "output: 1", parameters: {}, context };
  await expect(renderer.render(request, AbortSignal.abort(gone))).rejects.toBe(gone);
  const abort = new AbortController();
  const answer = renderer.render(request, abort.signal);
  abort.abort(gone);
  await expect(answer).rejects.toBe(gone);
});

test("after disposal only kept results are given", async () => {
  const closing = new CueRenderer();
  const template = `output: { apiVersion: "v1", kind: "X" }`;
  const first = await render(closing, template);
  await closing[Symbol.asyncDispose]();
  expect(await render(closing, template)).toEqual(first);
  expect(await failure(closing, template, { other: 1 })).toMatch(/^RENDER_FAILED .*the renderer is closed$/);
});
