import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { customResourceDefinitions } from "../src/custom-resource-definitions.ts";

const folder = new URL("../crds/", import.meta.url);
const files = readdirSync(folder).sort();
const parsed = files.map((file) => parse(readFileSync(new URL(file, folder), "utf8")) as unknown);

test("the data module holds what the YAML files say", async () => {
  expect(await customResourceDefinitions()).toEqual(parsed);
});

test("each file is named for the plural of its kind", async () => {
  const names = (await customResourceDefinitions()).map((definition) => definition.metadata.name);
  expect(names).toEqual(files.map((file) => `${file.slice(0, -".yaml".length)}.core.oam.dev`));
});
