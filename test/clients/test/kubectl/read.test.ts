import { expect } from "vitest";
import { kubectlSuite, type KubectlSession } from "../kit/kubectl-suite.ts";
import { configMap, deployment } from "../kit/manifests.ts";
import { uniqueName } from "../kit/session.ts";

/** Three config maps in a namespace of their own. */
async function three({ kubectl }: KubectlSession): Promise<string> {
  const namespace = uniqueName("read");
  await kubectl.ok(`create ns ${namespace}`);
  const files = ["a", "b", "c"].map((name) => configMap(name, { k: name }, { letter: name, all: "yes" }));
  await kubectl.ok(`create -n ${namespace} -f -`, { stdin: files.join("\n---\n") });
  return namespace;
}

function cells(table: string): readonly string[][] {
  return table
    .trimEnd()
    .split("\n")
    .map((line) => line.split(/\s{2,}/).map((cell) => cell.trim()));
}

kubectlSuite("kubectl reads objects", (check) => {
  check("in every output form", async (session) => {
    const { kubectl } = session;
    const namespace = await three(session);
    const get = async (...form: readonly string[]): Promise<string> =>
      (await kubectl.run(["get", "cm", "-n", namespace, ...form])).stdout;
    expect(cells(await get())).toEqual([
      ["NAME", "DATA", "AGE"],
      ...["a", "b", "c"].map((name) => [name, "1", expect.stringMatching(/^\d+s$/)]),
    ]);
    expect(await get("-o", "name")).toBe("configmap/a\nconfigmap/b\nconfigmap/c\n");
    expect((JSON.parse(await get("-o", "json")) as { items: unknown[] }).items).toHaveLength(3);
    expect(await get("a", "-o", "yaml")).toContain("data:\n  k: a\nkind: ConfigMap\n");
    expect(await get("-o", "jsonpath={.items[*].data.k}")).toBe("a b c");
    expect(await get("-o", 'jsonpath={range .items[?(@.data.k!="b")]}{.metadata.name},{end}')).toBe("a,c,");
    expect(await get("-o", "custom-columns=N:.metadata.name,K:.data.k", "--no-headers")).toMatch(
      /^a +a\nb +b\nc +c\n$/,
    );
    expect(await get("a", "-o", "go-template={{.data.k}}")).toBe("a");
    expect(await get("-L", "letter", "--no-headers", "-o", "wide")).toMatch(/^a\s+1\s+\d+s\s+a\n/);
    expect(await get("--show-labels")).toContain("all=yes,letter=a");
    expect(await get("--sort-by={.metadata.labels.letter}", "-o", "name")).toBe(
      "configmap/a\nconfigmap/b\nconfigmap/c\n",
    );
  });

  check("in chunks", async (session) => {
    const namespace = await three(session);
    const names = await session.kubectl.ok(`get cm -n ${namespace} --chunk-size=1 -o name`);
    expect(names).toBe("configmap/a\nconfigmap/b\nconfigmap/c\n");
  });

  check("by label and field", async (session) => {
    const namespace = await three(session);
    const names = async (...selector: readonly string[]): Promise<string> =>
      (await session.kubectl.run(["get", "cm", "-n", namespace, "-o", "name", ...selector])).stdout;
    expect(await names("-l", "letter=a")).toBe("configmap/a\n");
    expect(await names("-l", "letter in (a,c),all")).toBe("configmap/a\nconfigmap/c\n");
    expect(await names("-l", "letter notin (a,c)")).toBe("configmap/b\n");
    expect(await names("-l", "!letter")).toBe("");
    expect(await names("--field-selector", "metadata.name!=b")).toBe("configmap/a\nconfigmap/c\n");
  });

  check("of all namespaces", async (session) => {
    const namespace = await three(session);
    const table = await session.kubectl.ok("get cm -A -l letter=a");
    expect(cells(table)).toContainEqual([namespace, "a", "1", expect.any(String)]);
  });

  check("that are not there", async ({ kubectl }) => {
    const { code, stderr } = await kubectl.run(["get", "deploy", "nothing"]);
    expect([code, stderr]).toEqual([1, 'Error from server (NotFound): deployments.apps "nothing" not found\n']);
    expect((await kubectl.run(["get", "deploy", "-n", uniqueName("empty")])).stderr).toMatch(/^No resources found in/);
  });

  check("with the columns of a deployment", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok("create -f -", { stdin: deployment(name) });
    const [heading, row] = cells(await kubectl.ok(`get deploy ${name} -o wide`));
    expect(heading).toEqual(["NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE", "CONTAINERS", "IMAGES", "SELECTOR"]);
    expect(row).toEqual([name, "0/3", "0", "0", expect.any(String), "web", "web:1", `app=${name}`]);
  });

  check("several kinds at once", async ({ kubectl }) => {
    const name = uniqueName("both");
    await kubectl.ok(`create deployment ${name} --image=web:1`);
    await kubectl.ok(`create service clusterip ${name} --tcp=80`);
    const all = await kubectl.ok("get all -o name");
    expect(all).toContain(`service/${name}\n`);
    expect(all).toContain(`deployment.apps/${name}\n`);
  });

  check("described, with their events", async ({ kubectl }) => {
    const name = uniqueName("web");
    await kubectl.ok("create -f -", { stdin: deployment(name) });
    const uid = await kubectl.ok(`get deploy ${name} -o jsonpath={.metadata.uid}`);
    const event = {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: `${name}.1` },
      involvedObject: { apiVersion: "apps/v1", kind: "Deployment", name, namespace: "default", uid },
      reason: "Noticed",
      message: "somebody looked",
      type: "Normal",
      source: { component: "test" },
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-01T00:00:00Z",
      count: 2,
    };
    await kubectl.ok("create -f -", { stdin: JSON.stringify(event) });
    const text = await kubectl.ok(`describe deploy ${name}`);
    expect(text).toMatch(/Replicas:\s+3 desired/);
    expect(text).toMatch(/Normal\s+Noticed\s+.*\s+test\s+somebody looked/);
    expect(await kubectl.ok(`events --for deployment/${name}`)).toContain("somebody looked");
    expect(await kubectl.ok("get events")).toContain(`deployment/${name}`);
  });

  check("a pod described, with its logs", async ({ kubectl }) => {
    const name = uniqueName("pod");
    await kubectl.ok(`run ${name} --image=web:1`);
    expect(await kubectl.ok(`describe pod ${name}`)).toMatch(/Status:\s+Pending/);
    expect(await kubectl.ok(`logs ${name}`)).toBe("");
  });
});
