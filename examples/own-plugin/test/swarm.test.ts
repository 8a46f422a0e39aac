import { workloadAdapterContract } from "@bellwether/testing";
import { test } from "vitest";
import { swarms } from "../src/swarm.ts";
import { startSwarmController } from "./swarm-controller.ts";
import { swarmDefinition } from "./swarm-definition.ts";

const contract = workloadAdapterContract({
  plugin: swarms(),
  key: "Swarm.example.org",
  manifest: (revision) => ({
    apiVersion: "example.org/v1",
    kind: "Swarm",
    metadata: { name: "web", namespace: "default" },
    spec: { bees: 1, keep: 0, image: `example.org/bee:${revision}` },
  }),
  cluster: { definitions: [swarmDefinition], extraControllers: startSwarmController },
});

for (const { name, run } of contract) test(name, run);
