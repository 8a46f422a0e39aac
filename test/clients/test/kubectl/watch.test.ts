import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { deployment } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite("kubectl follows changes", (check) => {
  check("get -w, until the object is gone", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create cm ${name}`);
    const child = kubectl.spawn(["get", "cm", "-w", "--output-watch-events", `--field-selector=metadata.name=${name}`]);
    const lines: string[] = [];
    let rest = "";
    for await (const chunk of child.stdout ?? []) {
      rest += String(chunk);
      const complete = rest.split("\n");
      rest = complete.pop() ?? "";
      for (const line of complete) {
        lines.push(line.split(/\s+/)[0] ?? "");
        if (line.startsWith("ADDED")) await kubectl.ok(`label cm ${name} a=b`);
        if (line.startsWith("MODIFIED")) await kubectl.ok(`delete cm ${name}`);
        if (line.startsWith("DELETED")) child.kill();
      }
    }
    expect(lines).toEqual(["EVENT", "ADDED", "MODIFIED", "DELETED"]);
  });

  check("wait for a condition", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok("create -f -", { stdin: deployment(name) });
    const early = await kubectl.run(["wait", `deploy/${name}`, "--for=condition=Available", "--timeout=100ms"]);
    expect([early.code, early.stderr]).toEqual([
      1,
      `error: timed out waiting for the condition on deployments/${name}\n`,
    ]);
    const waiting = kubectl.ok(`wait deploy/${name} --for=condition=Available --timeout=20s`);
    const status = { conditions: [{ type: "Available", status: "True", reason: "Test", message: "" }] };
    await kubectl.run([
      "patch",
      "deploy",
      name,
      "--subresource=status",
      "--type=merge",
      "-p",
      JSON.stringify({ status }),
    ]);
    expect(await waiting).toBe(`deployment.apps/${name} condition met\n`);
  });

  check("wait for a value and for deletion", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create cm ${name} --from-literal=a=1`);
    expect(await kubectl.ok(`wait cm/${name} --for=jsonpath={.data.a}=1 --timeout=20s`)).toContain("condition met");
    const waiting = kubectl.ok(`wait cm/${name} --for=delete --timeout=20s`);
    await kubectl.ok(`delete cm ${name}`);
    await waiting;
    expect(await kubectl.ok(`get cm ${name} --ignore-not-found`)).toBe("");
  });

  check("rollout status follows the status that a controller writes", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok("create -f -", { stdin: deployment(name) });
    const following = kubectl.ok(`rollout status deploy/${name} --timeout=20s`);
    for (const ready of [1, 3]) {
      const status = {
        observedGeneration: 1,
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: ready,
        availableReplicas: ready,
      };
      const body = JSON.stringify({ status });
      await kubectl.run(["patch", "deploy", name, "--subresource=status", "--type=merge", "-p", body]);
    }
    expect(await following).toContain(`deployment "${name}" successfully rolled out\n`);
    const [, row] = (await kubectl.ok(`get deploy ${name}`)).split("\n");
    expect(row?.split(/\s+/).slice(0, 4)).toEqual([name, "3/3", "3", "3"]);
  });
});
