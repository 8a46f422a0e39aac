import { expect, test } from "vitest";
import { chooseContexts } from "../src/clusters/open-clusters.ts";

const options = {
  kubeconfig: undefined,
  contexts: [],
  allContexts: false,
  requestTimeoutMs: 5000,
  namespace: undefined,
  allNamespaces: false,
};
const pod = { KUBERNETES_SERVICE_HOST: "10.0.0.1", KUBERNETES_SERVICE_PORT: "443" };

test("in a pod without a kubeconfig its own account is used", async () => {
  const { kubeconfig, contexts } = await chooseContexts(options, { ...pod, KUBECONFIG: "/nonexistent/config" });
  expect(contexts.map(({ name }) => name)).toEqual(["in-cluster"]);
  expect(kubeconfig.clusters.get("in-cluster")?.server).toBe("https://10.0.0.1:443");
});

test("a kubeconfig that is given wins over the pod's account, and has to be there", async () => {
  const given = chooseContexts({ ...options, kubeconfig: "/nonexistent/config" }, pod);
  await expect(given).rejects.toThrow("There is no kubeconfig");
});
