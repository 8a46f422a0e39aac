import { CueRenderer } from "@bellwether/render-cue";
import { failure, render } from "./render.ts";

const renderer = new CueRenderer();
const named = `output: { apiVersion: "v1", kind: "X", name: context.name }`;
const doubled = Array.from({ length: 30 }, (_, i) => `s${i + 1}: s${i} + s${i}`).join("\n");

console.log(JSON.stringify(await render(renderer, named)));
console.log(await failure(renderer, `${named}\nparameter: image: string`));
console.log(await failure(renderer, `_s: { s0: "${"a".repeat(32)}"\n${doubled} }\noutput: len(_s.s30)`));
console.log(await failure(renderer, named, { other: true }));
