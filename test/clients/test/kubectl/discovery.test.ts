import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";

kubectlSuite("kubectl finds out what the cluster serves", (check) => {
  check("version", async ({ kubectl }) => {
    expect(await kubectl.ok("version")).toContain("Server Version: v1.35.2");
  });

  check("api-versions", async ({ kubectl }) => {
    expect((await kubectl.ok("api-versions")).split("\n")).toEqual(expect.arrayContaining(["apps/v1", "v1"]));
  });

  check("api-resources", async ({ kubectl }) => {
    const lines = (await kubectl.ok("api-resources -o wide")).split("\n");
    const deployments = lines.find((line) => line.startsWith("deployments ")) ?? "";
    expect(deployments.split(/\s+/).slice(0, 5)).toEqual(["deployments", "deploy", "apps/v1", "true", "Deployment"]);
    expect(deployments).toMatch(/create,delete,deletecollection,get,list,patch,update,watch\s+all$/);
  });

  check("cluster-info", async ({ kubectl, served }) => {
    expect(await kubectl.ok("cluster-info", { env: { TERM: "dumb" } })).toContain(served.url);
  });

  check("the probes", async ({ kubectl }) => {
    for (const probe of ["/healthz", "/livez", "/readyz"]) expect(await kubectl.ok(`get --raw ${probe}`)).toBe("ok");
  });

  check("who one is and what one may do", async ({ kubectl }) => {
    expect(await kubectl.ok("auth whoami")).toContain("kubernetes-admin");
    expect(await kubectl.ok("auth can-i delete deployments")).toBe("yes\n");
  });

  check("explain a field of a built-in kind", async ({ kubectl }) => {
    const text = await kubectl.ok("explain deployment.spec.template.spec.containers.image");
    expect(text).toContain("KIND:       Deployment");
    expect(text).toContain("FIELD: image <string>");
  });

  check("explain recursively", async ({ kubectl }) => {
    expect(await kubectl.ok("explain pods --recursive")).toContain("terminationGracePeriodSeconds\t<integer>");
  });

  check("a field that does not exist", async ({ kubectl }) => {
    const { code, stderr } = await kubectl.run(["explain", "deployment.spec.nothing"]);
    expect([code, stderr]).toEqual([1, 'error: field "nothing" does not exist\n']);
  });

  check("a type that does not exist", async ({ kubectl }) => {
    const { code, stderr } = await kubectl.run(["get", "nothings"]);
    expect([code, stderr]).toEqual([1, 'error: the server doesn\'t have a resource type "nothings"\n']);
  });

  check("no metrics", async ({ kubectl }) => {
    expect((await kubectl.run(["top", "nodes"])).stderr).toBe("error: Metrics API not available\n");
  });
});
