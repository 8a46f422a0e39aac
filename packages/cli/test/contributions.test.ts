import { definePlugin, kubeClient, RolloutError, workloadAdapter, type KubeClient } from "@bellwether/core";
import { openkruise } from "@bellwether/workload-openkruise";
import { expect, test } from "vitest";
import { instancesOf, service } from "../src/compose/contributions.ts";

const client = { resolve: async () => undefined } as unknown as KubeClient;
const services = new Map([service(kubeClient, client)]);

test("a command does without the adapter of a kind that the cluster does not serve", async () => {
  expect([...(await instancesOf([openkruise()], workloadAdapter, services)).keys()]).toEqual([]);
});

test("another failure of a contribution is a failure of the command", async () => {
  const create = (): never => {
    throw new RolloutError("CLUSTER_UNREACHABLE", "cluster east does not answer");
  };
  const contributions = [workloadAdapter.implement("Swarm.example.org", { scope: "cluster", create })];
  const plugin = definePlugin({ name: "swarms", version: "1.0.0", contributions });
  await expect(instancesOf([plugin], workloadAdapter, services)).rejects.toThrow("cluster east does not answer");
});
