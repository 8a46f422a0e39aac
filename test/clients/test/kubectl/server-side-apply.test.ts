import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { deployment } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

kubectlSuite("kubectl apply --server-side", (check) => {
  check("applies, keeps, conflicts and is forced", async ({ kubectl }) => {
    const name = uniqueName("web");
    const apply = (manager: string, replicas: number, ...flags: readonly string[]) =>
      kubectl.run(["apply", "--server-side", `--field-manager=${manager}`, ...flags, "-f", "-"], {
        stdin: deployment(name, { replicas }),
      });
    expect((await apply("first", 3)).stdout).toBe(`deployment.apps/${name} serverside-applied\n`);
    const before = await kubectl.ok(`get deploy ${name} -o jsonpath={.metadata.resourceVersion}`);
    expect((await apply("first", 3)).code).toBe(0);
    expect(await kubectl.ok(`get deploy ${name} -o jsonpath={.metadata.resourceVersion}`)).toBe(before);
    const { code, stderr } = await apply("second", 5);
    expect(code).toBe(1);
    expect(stderr).toContain('Apply failed with 1 conflict: conflict with "first": .spec.replicas');
    expect((await apply("second", 5, "--force-conflicts")).code).toBe(0);
    expect(await kubectl.ok(`get deploy ${name} -o jsonpath={.spec.replicas}`)).toBe("5");
  });

  check("shows who manages which field", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok("apply --server-side --field-manager=first -f -", { stdin: deployment(name) });
    await kubectl.ok(`scale deploy ${name} --replicas=4`);
    const object = JSON.parse(await kubectl.ok(`get deploy ${name} -o json --show-managed-fields`)) as {
      metadata: { managedFields: { manager: string; operation: string; subresource?: string; fieldsV1: object }[] };
    };
    const [first, scale] = object.metadata.managedFields;
    expect(first).toMatchObject({ manager: "first", operation: "Apply" });
    expect(first?.fieldsV1).toMatchObject({
      "f:spec": { "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {} } } } } },
    });
    expect(scale).toMatchObject({
      operation: "Update",
      subresource: "scale",
      fieldsV1: { "f:spec": { "f:replicas": {} } },
    });
  });

  check("stores nothing in a dry run", async ({ kubectl }) => {
    const name = uniqueName("web");
    const stdin = deployment(name);
    expect(await kubectl.ok("apply --server-side --dry-run=server -f -", { stdin })).toBe(
      `deployment.apps/${name} serverside-applied (server dry run)\n`,
    );
    expect((await kubectl.run(["get", "deploy", name])).code).toBe(1);
  });
});
