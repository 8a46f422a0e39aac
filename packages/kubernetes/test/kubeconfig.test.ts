import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { kubeconfigFiles, listContexts, loadKubeconfig, parseKubeconfig } from "@bellwether/kubernetes";
import { describe, expect, test } from "vitest";
import { temporaryFolder, writeKubeconfig } from "./kit/kubeconfig-file.ts";

describe("kubeconfig files", () => {
  test("are those that KUBECONFIG lists, else the one in the home directory", () => {
    expect(kubeconfigFiles(`a${delimiter}${delimiter}b`, "/home/x")).toEqual(["a", "b"]);
    expect(kubeconfigFiles(undefined, "/home/x")).toEqual([join("/home/x", ".kube", "config")]);
  });

  test("are merged: the first that names an entry wins, and what is missing is passed over", async () => {
    const [one, two] = [join(await temporaryFolder(), "one"), join(await temporaryFolder(), "two")];
    await mkdir(one);
    await mkdir(two);
    const first = await writeKubeconfig(one, { a: { cluster: { server: "https://first" }, user: {} } });
    const second = await writeKubeconfig(two, {
      b: { cluster: { server: "https://b" }, user: {} },
      a: { cluster: { server: "https://second" }, user: {} },
    });
    const config = await loadKubeconfig([join(one, "absent"), first, second]);
    expect(config.currentContext).toBe("a");
    expect(config.clusters.get("a")?.server).toBe("https://first");
    expect(config.clusters.get("b")?.server).toBe("https://b");
    await expect(loadKubeconfig([join(one, "absent")])).rejects.toThrow(/no kubeconfig: ".*absent" cannot be found/);
  });

  test("name files relative to themselves", () => {
    const config = parseKubeconfig(
      `clusters: [{name: c, cluster: {server: "https://c", certificate-authority: ca.crt}}]
users:
- {name: u, user: {client-key: ../key, tokenFile: /run/token}}
- {name: v, user: {exec: {command: ./plugin}}}
- {name: w, user: {exec: {command: plugin}}}`,
      "/etc/kube/config",
    );
    expect(config.clusters.get("c")?.["certificate-authority"]).toBe("/etc/kube/ca.crt");
    expect(config.users.get("u")).toEqual({ "client-key": "/etc/key", tokenFile: "/run/token" });
    expect(config.users.get("v")?.exec?.command).toBe("/etc/kube/plugin");
    expect(config.users.get("w")?.exec?.command).toBe("plugin");
  });

  test("that are broken are named with the place", () => {
    expect(() => parseKubeconfig("a: [", "/f")).toThrow(/kubeconfig "\/f" is not valid YAML/);
    expect(() => parseKubeconfig("[]", "/f")).toThrow(/no mapping/);
    expect(() => parseKubeconfig("clusters: [{name: c, cluster: {}}]", "/f")).toThrow(
      'The kubeconfig "/f" lacks clusters[0].cluster.server of "c".',
    );
    expect(() => parseKubeconfig("users: [{user: {}}]", "/f")).toThrow('The kubeconfig "/f" lacks users[0].name.');
    expect(parseKubeconfig("", "/f").contexts.size).toBe(0);
  });
});

test("contexts are listed with their group", async () => {
  const file = await writeKubeconfig(await temporaryFolder(), {
    east: {
      cluster: { server: "https://east" },
      user: {},
      context: { namespace: "shop", extensions: [{ name: "bellwether.dev/group", extension: "dev" }] },
    },
    west: {
      cluster: { server: "https://west" },
      user: {},
      context: { extensions: [{ name: "bellwether.dev/group", extension: { name: "dev" } }] },
    },
    lost: { cluster: { server: "https://lost" }, user: {}, context: { cluster: "gone" } },
  });
  expect(listContexts(await loadKubeconfig([file]))).toEqual([
    { name: "east", isCurrent: true, cluster: "east", server: "https://east", namespace: "shop", group: "dev" },
    { name: "west", isCurrent: false, cluster: "west", server: "https://west", namespace: undefined, group: "dev" },
    { name: "lost", isCurrent: false, cluster: "gone", server: undefined, namespace: undefined, group: undefined },
  ]);
});
