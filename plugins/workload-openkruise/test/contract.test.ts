import type { KubeObject } from "@bellwether/core";
import { workloadAdapterContract } from "@bellwether/testing";
import { test } from "vitest";
import { customResourceDefinitions, openkruise } from "../src/index.ts";
import { cloneSet } from "./clone-set.ts";

const definitions = (await customResourceDefinitions()) as readonly unknown[] as readonly KubeObject[];

const contract = workloadAdapterContract({
  plugin: openkruise(),
  key: "CloneSet.apps.kruise.io",
  manifest: cloneSet,
  cluster: { definitions },
});

for (const { name, run } of contract) test(name, run);
