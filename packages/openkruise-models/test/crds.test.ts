import { readdirSync, readFileSync } from "node:fs";
import { customResourceDefinitions } from "@bellwether/openkruise-models/crds";
import { expect, test } from "vitest";
import { parse } from "yaml";

test("the data module holds what the YAML files say", async () => {
  const folder = new URL("../crds/", import.meta.url);
  const files = readdirSync(folder).sort();
  const parsed = files.map((file) => parse(readFileSync(new URL(file, folder), "utf8")) as unknown);
  expect(await customResourceDefinitions()).toEqual(parsed);
});
