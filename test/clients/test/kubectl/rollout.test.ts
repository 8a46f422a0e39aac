import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite(
  "kubectl rolls out on a living cluster",
  (check) => {
    check("create, scale, new image, history and undo", async ({ kubectl }) => {
      const name = uniqueName("web");
      await kubectl.ok(`create deployment ${name} --image=web:1 --replicas=2`);
      const succeeded = `deployment "${name}" successfully rolled out\n`;
      expect(await kubectl.ok(`rollout status deploy/${name} --timeout=20s`)).toContain(succeeded);
      await kubectl.ok(`scale deploy/${name} --replicas=3`);
      await kubectl.ok(`set image deploy/${name} web=web:2`);
      expect(await kubectl.ok(`rollout status deploy/${name} --timeout=20s`)).toContain(succeeded);
      const images = "jsonpath={.items[*].spec.containers[0].image}";
      expect(await kubectl.ok(`rollout history deploy/${name}`)).toMatch(/^1 .*\n2 /m);
      await kubectl.ok(`rollout undo deploy/${name}`);
      expect(await kubectl.ok(`rollout status deploy/${name} --timeout=20s`)).toContain(succeeded);
      const running = ["get", "pods", "-l", `app=${name}`, "--field-selector=status.phase=Running", "-o", images];
      expect((await kubectl.run(running)).stdout).toContain("web:1 web:1 web:1");
    });

    check("pods on nodes, with their columns", async ({ kubectl }) => {
      const name = uniqueName("pod");
      await kubectl.ok(`run ${name} --image=web:1`);
      await kubectl.ok(`wait pod/${name} --for=condition=Ready --timeout=20s`);
      const row = (await kubectl.ok(`get pod ${name} -o wide --no-headers`)).split(/\s+/);
      expect(row.slice(0, 4)).toEqual([name, "1/1", "Running", "0"]);
      expect(await kubectl.ok(`describe pod ${name}`)).toMatch(/Node:\s+embedded-node-\d/);
      const [heading, node] = (await kubectl.ok("get nodes")).split("\n").map((line) => line.split(/\s+/));
      expect(heading).toEqual(["NAME", "STATUS", "ROLES", "AGE", "VERSION"]);
      expect(node?.slice(0, 2)).toEqual(["embedded-node-0", "Ready"]);
      expect(await kubectl.ok(`delete pod ${name}`)).toContain(`pod "${name}" deleted`);
    });

    check("a namespace goes with everything in it", async ({ kubectl }) => {
      const name = uniqueName("ns");
      await kubectl.ok(`create ns ${name}`);
      await kubectl.ok(`create deployment web --image=web:1 -n ${name}`);
      await kubectl.ok(`delete ns ${name} --timeout=20s`);
      expect(await kubectl.ok(`get deploy -n ${name} -o name`)).toBe("");
    });
  },
  { alive: true },
);
