import { strategyContract } from "@bellwether/testing";
import { describe, test } from "vitest";
import { createBatchStrategy } from "../src/index.ts";

describe.each([
  ["IncreaseFirst", false],
  ["DecreaseFirst", true],
])("%s", (_, lowerFirst) => {
  for (const { name, run } of strategyContract(() => createBatchStrategy({ lowerFirst }))) test(name, run);
});
