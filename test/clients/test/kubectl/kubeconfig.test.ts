import { kubeconfigFor } from "@bellwether/embedded";
import { Kubectl } from "@bellwether/testing";
import { expect } from "vitest";
import { kubectlSuite } from "../kit/kubectl-suite.ts";
import { serveEmptyCluster } from "../kit/session.ts";

kubectlSuite("kubectl with a kubeconfig of several clusters", (check) => {
  check("the first context is current, the others are named", async ({ kubectl, served }) => {
    const { served: other } = await serveEmptyCluster();
    await using _closed = other;
    const config = kubeconfigFor(
      new Map([
        ["east", served],
        ["west", other],
      ]),
      "dev",
    );
    await using both = await Kubectl.open(kubectl.path, config);
    expect(await both.ok("config current-context")).toBe("east\n");
    expect(await both.ok("create ns only-west --context=west")).toBe("namespace/only-west created\n");
    expect((await both.run(["get", "ns", "only-west"])).code).toBe(1);
    expect(await both.ok("get ns only-west -o name --context west")).toBe("namespace/only-west\n");
  });

  check("kubectl keeps the group extension when it writes the file", async ({ kubectl, served }) => {
    await using own = await Kubectl.open(kubectl.path, kubeconfigFor(new Map([["east", served]]), "dev"));
    await own.ok("config set-context --current --namespace=kube-system");
    expect(await own.ok("config view --raw -o jsonpath={.contexts[0].context}")).toBe(
      '{"cluster":"east","extensions":[{"extension":"dev","name":"bellwether.dev/group"}],"namespace":"kube-system","user":"east"}',
    );
    expect(await own.ok("get pods")).toBe("");
  });
});
