import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { configMap, deployment } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite("kubectl deletes objects", (check) => {
  check("one, and one that is not there", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create cm ${name}`);
    expect(await kubectl.ok(`delete cm ${name}`)).toBe(`configmap "${name}" deleted from default namespace\n`);
    const { code, stderr } = await kubectl.run(["delete", "cm", name]);
    expect([code, stderr]).toEqual([1, `Error from server (NotFound): configmaps "${name}" not found\n`]);
    expect(await kubectl.ok(`delete cm ${name} --ignore-not-found`)).toBe("");
  });

  check("those of a file", async ({ kubectl }) => {
    const name = uniqueName("web");
    const stdin = deployment(name);
    await kubectl.ok("create -f -", { stdin });
    expect(await kubectl.ok("delete -f -", { stdin })).toBe(
      `deployment.apps "${name}" deleted from default namespace\n`,
    );
  });

  check("a collection", async ({ kubectl }) => {
    const label = uniqueName("set");
    const files = [0, 1, 2].map((at) => configMap(`${label}-${at}`, {}, { set: label }));
    await kubectl.ok("create -f -", { stdin: files.join("\n---\n") });
    await kubectl.ok(`delete cm -l set=${label}`);
    expect(await kubectl.ok(`get cm -l set=${label} -o name`)).toBe("");
  });

  check("nothing in a dry run", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create cm ${name}`);
    expect(await kubectl.ok(`delete cm ${name} --dry-run=server`)).toContain("(server dry run)");
    expect(await kubectl.ok(`get cm ${name} -o name`)).toBe(`configmap/${name}\n`);
  });

  check("not before the finalizers are gone", async ({ kubectl }) => {
    const name = uniqueName("cm");
    await kubectl.ok(`create cm ${name}`);
    await kubectl.run(["patch", "cm", name, "-p", '{"metadata":{"finalizers":["example.com/hold"]}}']);
    const deleting = kubectl.ok(`delete cm ${name} --timeout=20s`);
    await kubectl.ok(`wait cm/${name} --for=jsonpath={.metadata.deletionTimestamp} --timeout=20s`);
    await kubectl.run(["patch", "cm", name, "--type=merge", "-p", '{"metadata":{"finalizers":null}}']);
    expect(await deleting).toBe(`configmap "${name}" deleted from default namespace\n`);
  });
});
