import { expect } from "vitest";
import { kubectlSuite, type KubectlSession } from "../kit/kubectl-suite.ts";
import { widget, widgetDefinition } from "../kit/manifests.ts";

/** Installs a CRD of its own for one case. */
async function install({ kubectl }: KubectlSession, plural: string, kind: string): Promise<void> {
  await kubectl.ok("apply -f -", { stdin: widgetDefinition(plural, kind) });
  await kubectl.ok(`wait crd/${plural}.example.com --for=condition=Established --timeout=20s`);
}

kubectlSuite("kubectl with custom resources", (check) => {
  check("installed, shown with their columns, scaled and removed", async (session) => {
    const { kubectl } = session;
    await install(session, "shown", "Shown");
    await kubectl.ok("apply -f -", { stdin: widget("Shown", "one", { size: 3 }) });
    const status = JSON.stringify({ status: { conditions: [{ type: "Ready", status: "True" }] } });
    await kubectl.run(["patch", "shown", "one", "--subresource=status", "--type=merge", "-p", status]);
    const [heading, row] = (await kubectl.ok("get shownshort -o wide")).split("\n").map((line) => line.split(/\s+/));
    expect(heading).toEqual(["NAME", "SIZE", "READY", "COLOUR", "AGE"]);
    expect(row).toEqual(["one", "3", "True", "grey", expect.stringMatching(/^\d+s$/)]);
    expect(await kubectl.ok("scale shown/one --replicas=4")).toBe("shown.example.com/one scaled\n");
    expect(await kubectl.ok("wait shown/one --for=condition=Ready --timeout=20s")).toContain("condition met");
    expect(await kubectl.ok("delete crd shown.example.com")).toContain('"shown.example.com" deleted');
    expect((await kubectl.run(["get", "shown"])).code).toBe(1);
  });

  check("explained", async (session) => {
    await install(session, "explained", "Explained");
    const text = await session.kubectl.ok("explain explained.spec.size");
    expect(text).toContain("FIELD: size <integer>");
    expect(text).toContain("How big it is.");
  });

  check("refused by their schema", async (session) => {
    await install(session, "refused", "Refused");
    const { code, stderr } = await session.kubectl.run(["apply", "-f", "-"], {
      stdin: widget("Refused", "zero", { size: 0 }),
    });
    expect(code).toBe(1);
    expect(stderr).toContain("spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
  });

  check("with unknown fields: strict, warned and pruned", async (session) => {
    const { kubectl } = session;
    await install(session, "unknown", "Unknown");
    const stdin = widget("Unknown", "one", { size: 1, nope: true });
    const strict = await kubectl.run(["create", "-f", "-"], { stdin });
    expect(strict.code).toBe(1);
    expect(strict.stderr).toContain('strict decoding error: unknown field "spec.nope"');
    const warned = await kubectl.run(["create", "--validate=warn", "-f", "-"], { stdin });
    expect([warned.code, warned.stderr]).toEqual([0, 'Warning: unknown field "spec.nope"\n']);
    expect(await kubectl.ok("get unknown one -o jsonpath={.spec}")).toBe('{"colour":"grey","size":1}');
  });

  check("take no strategic patch", async (session) => {
    const { kubectl } = session;
    await install(session, "patched", "Patched");
    await kubectl.ok("create -f -", { stdin: widget("Patched", "one", { size: 1 }) });
    const { code, stderr } = await kubectl.run(["patch", "patched", "one", "-p", '{"spec":{"size":2}}']);
    expect(code).toBe(1);
    expect(stderr).toContain("application/strategic-merge-patch+json is not supported by example.com/v1, Kind=Patched");
  });
});
