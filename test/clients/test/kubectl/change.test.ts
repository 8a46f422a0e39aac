import { expect } from "vitest";
import { kubectlSuite, type KubectlSession } from "../kit/kubectl-suite.ts";
import { configMap, deployment } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

async function applied({ kubectl }: KubectlSession): Promise<string> {
  const name = uniqueName("web");
  expect(await kubectl.ok("apply -f -", { stdin: deployment(name) })).toBe(`deployment.apps/${name} created\n`);
  return name;
}

async function at({ kubectl }: KubectlSession, name: string, path: string): Promise<string> {
  return (await kubectl.run(["get", "deploy", name, "-o", `jsonpath=${path}`])).stdout;
}

kubectlSuite("kubectl changes objects", (check) => {
  check("apply: created, unchanged, configured", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    expect(await kubectl.ok("apply -f -", { stdin: deployment(name) })).toBe(`deployment.apps/${name} unchanged\n`);
    const stdin = deployment(name, { replicas: 4 }, "web:2");
    expect(await kubectl.ok("apply -f -", { stdin })).toBe(`deployment.apps/${name} configured\n`);
    expect(await at(session, name, "{.spec.replicas} {.spec.template.spec.containers[0].image}")).toBe("4 web:2");
  });

  check("apply removes what the file no longer has, and keeps what others set", async (session) => {
    const { kubectl } = session;
    const name = uniqueName("cm");
    await kubectl.ok("apply -f -", { stdin: configMap(name, { a: "1", b: "2" }) });
    await kubectl.run(["patch", "cm", name, "-p", '{"data":{"c":"3"}}']);
    await kubectl.ok("apply -f -", { stdin: configMap(name, { a: "1" }) });
    expect(await kubectl.ok(`get cm ${name} -o jsonpath={.data}`)).toBe('{"a":"1","c":"3"}');
  });

  check("apply with prune", async ({ kubectl }) => {
    const [kept, pruned, label] = [uniqueName("cm"), uniqueName("cm"), uniqueName("set")];
    const file = (name: string): string => configMap(name, { a: "1" }, { set: label });
    await kubectl.ok("apply -f -", { stdin: `${file(kept)}\n---\n${file(pruned)}` });
    const args = ["apply", "--prune", "-l", `set=${label}`, "--prune-allowlist=core/v1/ConfigMap", "-f", "-"];
    const { stdout } = await kubectl.run(args, { stdin: file(kept) });
    expect(stdout).toBe(`configmap/${kept} unchanged\nconfigmap/${pruned} pruned\n`);
  });

  check("diff", async (session) => {
    const name = await applied(session);
    const same = await session.kubectl.run(["diff", "-f", "-"], { stdin: deployment(name) });
    expect([same.code, same.stdout]).toEqual([0, ""]);
    const { code, stdout } = await session.kubectl.run(["diff", "-f", "-"], { stdin: deployment(name, {}, "web:2") });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^-\s+- image: web:1|^-\s+image: web:1/m);
    expect(stdout).toMatch(/^\+\s+image: web:2/m);
  });

  check("edit", async (session) => {
    const name = await applied(session);
    const env = { KUBE_EDITOR: "sed -i s/web:1/web:9/" };
    expect(await session.kubectl.ok(`edit deploy ${name}`, { env })).toBe(`deployment.apps/${name} edited\n`);
    expect(await at(session, name, "{.spec.template.spec.containers[0].image}")).toBe("web:9");
  });

  check("replace, and replace of a stale copy", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    const stale = await kubectl.ok(`get deploy ${name} -o json`);
    const stdin = stale.replace('"replicas": 3', '"replicas": 7');
    expect(await kubectl.ok("replace -f -", { stdin })).toBe(`deployment.apps/${name} replaced\n`);
    expect(await at(session, name, "{.spec.replicas}")).toBe("7");
    const { code, stderr } = await kubectl.run(["replace", "-f", "-"], { stdin });
    expect(code).toBe(1);
    expect(stderr).toContain("Error from server (Conflict)");
    expect(stderr).toContain(
      "the object has been modified; please apply your changes to the latest version and try again",
    );
  });

  check("strategic patch merges lists by key", async (session) => {
    const name = await applied(session);
    const body = { spec: { template: { spec: { containers: [{ name: "web", env: [{ name: "B", value: "2" }] }] } } } };
    await session.kubectl.run(["patch", "deploy", name, "-p", JSON.stringify(body)]);
    const names = await at(session, name, "{.spec.template.spec.containers[0].env[*].name}");
    expect(names.split(" ").sort()).toEqual(["A", "B"]);
  });

  check("merge and JSON patch", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    await kubectl.run(["patch", "deploy", name, "--type=merge", "-p", '{"spec":{"minReadySeconds":3}}']);
    expect(await at(session, name, "{.spec.minReadySeconds}")).toBe("3");
    const replace = '[{"op":"replace","path":"/spec/minReadySeconds","value":4}]';
    await kubectl.run(["patch", "deploy", name, "--type=json", "-p", replace]);
    expect(await at(session, name, "{.spec.minReadySeconds}")).toBe("4");
    const same = await kubectl.run(["patch", "deploy", name, "--type=json", "-p", replace]);
    expect(same.stdout).toBe(`deployment.apps/${name} patched (no change)\n`);
    const failing = '[{"op":"test","path":"/spec/minReadySeconds","value":5}]';
    const { code, stderr } = await kubectl.run(["patch", "deploy", name, "--type=json", "-p", failing]);
    expect(code).toBe(1);
    expect(stderr).toContain("the server rejected our request due to an error in our request");
  });

  check("label and annotate", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    expect(await kubectl.ok(`label deploy ${name} tier=front`)).toBe(`deployment.apps/${name} labeled\n`);
    expect(await kubectl.ok(`annotate deploy ${name} note=first`)).toBe(`deployment.apps/${name} annotated\n`);
    expect(await at(session, name, "{.metadata.labels.tier} {.metadata.annotations.note}")).toBe("front first");
    await kubectl.ok(`label deploy ${name} tier-`);
    expect(await at(session, name, "{.metadata.labels.tier}")).toBe("");
  });

  check("scale, with and without a precondition", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    expect(await kubectl.ok(`scale deploy ${name} --replicas=5`)).toBe(`deployment.apps/${name} scaled\n`);
    const { code, stderr } = await kubectl.run(["scale", "deploy", name, "--current-replicas=3", "--replicas=6"]);
    expect([code, stderr]).toEqual([1, "error: Expected replicas to be 3, was 5\n"]);
    expect(await at(session, name, "{.spec.replicas}")).toBe("5");
  });

  check("set image, set env, rollout restart, pause and resume", async (session) => {
    const { kubectl } = session;
    const name = await applied(session);
    await kubectl.ok(`set image deploy/${name} web=web:3`);
    await kubectl.ok(`set env deploy/${name} C=3`);
    await kubectl.ok(`rollout restart deploy/${name}`);
    await kubectl.ok(`rollout pause deploy/${name}`);
    expect(await at(session, name, "{.spec.paused} {.spec.template.spec.containers[0].image}")).toBe("true web:3");
    await kubectl.ok(`rollout resume deploy/${name}`);
    expect(await at(session, name, "{.spec.paused}")).toBe("");
    expect(await at(session, name, "{.spec.template.metadata.annotations}")).toContain("restartedAt");
  });

  check("an immutable field", async (session) => {
    const name = await applied(session);
    const labels = { app: "other" };
    const body = JSON.stringify({ spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } } });
    const { code, stderr } = await session.kubectl.run(["patch", "deploy", name, "-p", body]);
    expect(code).toBe(1);
    expect(stderr).toContain("field is immutable");
  });
});
