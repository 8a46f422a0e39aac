import { catalogue } from "@bellwether/core";
import { expect, test } from "vitest";
import { sources } from "./sources.ts";

test("every code of the catalogue is used, and every code that is used is in the catalogue", () => {
  const production = sources.filter(({ path }) => path.includes("/src/") && !path.endsWith("errors/catalogue.ts"));
  const text = production.map((source) => source.text).join("\n");
  const unused = Object.keys(catalogue).filter((code) => !text.includes(`"${code}"`));
  expect(unused).toEqual([]);
});

test("texts of the catalogue are sentences that blame and beg nobody", () => {
  for (const [code, { text, why, fix }] of Object.entries(catalogue)) {
    for (const sentence of [text, why, fix]) {
      expect([
        code,
        sentence.length <= 200,
        /please|oops|invalid/i.test(sentence),
        /[.:]$|NAME\.$|run\.$/.test(sentence),
      ]).toEqual([code, true, false, true]);
    }
  }
});
