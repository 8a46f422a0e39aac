import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite(
  "kubectl looks after nodes",
  (check) => {
    check("a node cordoned and drained", async ({ kubectl }) => {
      const name = uniqueName("web");
      await kubectl.ok(`create deployment ${name} --image=web:1 --replicas=3`);
      await kubectl.ok(`rollout status deploy/${name} --timeout=20s`);
      await kubectl.ok("cordon embedded-node-2");
      expect(await kubectl.ok("get node embedded-node-2 --no-headers")).toContain("Ready,SchedulingDisabled");
      expect(await kubectl.ok("drain embedded-node-2 --force --timeout=20s")).toContain("node/embedded-node-2 drained");
      const there = ["get", "pods", "-A", "-o", "name", "--field-selector=spec.nodeName=embedded-node-2"];
      expect((await kubectl.run(there)).stdout).toBe("");
    });
  },
  { alive: true },
);
