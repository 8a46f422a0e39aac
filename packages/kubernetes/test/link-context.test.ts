import { access, chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterLink } from "@bellwether/core";
import { contextLinks, linkContext, loadKubeconfig } from "@bellwether/kubernetes";
import { expect, onTestFinished, test } from "vitest";
import { createAuthority } from "./kit/certificates.ts";
import { VirtualClock } from "./kit/clocks.ts";
import { connectProxy } from "./kit/connect-proxy.ts";
import {
  answer,
  type FakeApiServer,
  type FakeApiServerOptions,
  fakeApiServer,
  type Received,
} from "./kit/fake-api-server.ts";
import { base64, type ContextFields, temporaryFolder, writeKubeconfig } from "./kit/kubeconfig-file.ts";
import { configMap, configMaps } from "./kit/objects.ts";

const key = { namespace: "default", name: "a" };

async function serve(options: FakeApiServerOptions = {}): Promise<FakeApiServer> {
  const fake = await fakeApiServer({ handle: (_, response) => answer(response, 200, configMap("a", 1)), ...options });
  onTestFinished(() => fake[Symbol.asyncDispose]());
  return fake;
}

function clusterOf(fake: FakeApiServer): Record<string, unknown> {
  return { server: fake.server, "certificate-authority-data": base64(fake.ca) };
}

async function open(file: string, context?: string): Promise<{ link: ClusterLink; clock: VirtualClock }> {
  const clock = new VirtualClock();
  const kubeconfig = await loadKubeconfig([file]);
  const link = await linkContext({ kubeconfig, clock, ...(context === undefined ? {} : { context }) });
  onTestFinished(() => link[Symbol.asyncDispose]());
  return { link, clock };
}

const authorizations = (fake: FakeApiServer): unknown =>
  fake.received.map(({ headers }: Received) => headers["authorization"]);

async function pluginIn(folder: string, name: string, token: string): Promise<ContextFields["user"]> {
  const command = join(folder, name);
  const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: { token } };
  await writeFile(
    command,
    `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO" >> ${folder}/${name}.ran\necho '${JSON.stringify(credential)}'\n`,
  );
  await chmod(command, 0o755);
  return { exec: { apiVersion: credential.apiVersion, command: `./${name}`, interactiveMode: "Never" } };
}

test("only the sign-in plugin of the selected context runs, and once", async () => {
  const fake = await serve();
  const folder = await temporaryFolder();
  const contexts = await Promise.all(
    Array.from({ length: 40 }, async (_, index) => {
      const user = await pluginIn(folder, `plugin-${index}`, `token-${index}`);
      return [`context-${index}`, { cluster: clusterOf(fake), user }] as const;
    }),
  );
  const { link } = await open(await writeKubeconfig(folder, Object.fromEntries(contexts)), "context-7");
  expect(link).toMatchObject({ name: "context-7", server: fake.server });
  await Promise.all([1, 2, 3].map(() => link.client.get(configMaps, key)));
  expect(authorizations(fake)).toEqual(["Bearer token-7", "Bearer token-7", "Bearer token-7"]);
  const told = await readFile(join(folder, "plugin-7.ran"), "utf8");
  expect(JSON.parse(told)).toMatchObject({ kind: "ExecCredential", spec: { interactive: false } });
  await expect(access(join(folder, "plugin-0.ran"))).rejects.toThrow(/ENOENT/);
});

test("a sign-in plugin that fails is named in the error", async () => {
  const fake = await serve();
  const folder = await temporaryFolder();
  await writeFile(join(folder, "plugin"), "#!/bin/sh\necho 'please log in' >&2\nexit 1\n", { mode: 0o755 });
  const user = { exec: { apiVersion: "client.authentication.k8s.io/v1", command: "./plugin" } };
  const { link } = await open(await writeKubeconfig(folder, { c: { cluster: clusterOf(fake), user } }));
  await expect(link.client.get(configMaps, key)).rejects.toThrow(/credentials of context "c" failed: please log in/);
});

test("a refused token is read from the kubeconfig again, also under a write", async () => {
  let valid = "old";
  const fake = await serve({
    handle: ({ headers }, response) =>
      headers["authorization"] === `Bearer ${valid}`
        ? answer(response, 200, configMap("a", 1))
        : answer(response, 401, { kind: "Status", reason: "Unauthorized" }),
  });
  const folder = await temporaryFolder();
  const file = await writeKubeconfig(folder, { c: { cluster: clusterOf(fake), user: { token: "old" } } });
  const { link } = await open(file);
  await link.client.get(configMaps, key);
  valid = "new";
  await writeKubeconfig(folder, { c: { cluster: clusterOf(fake), user: { token: "new" } } });
  await link.client.patch(configMaps, key, { type: "merge", body: {} }, { fieldManager: "m" });
  expect(authorizations(fake)).toEqual(["Bearer old", "Bearer old", "Bearer new"]);
  valid = "never";
  await expect(link.client.get(configMaps, key)).rejects.toMatchObject({ code: 401 });
  expect(fake.connections()).toBe(1);
});

test("a renewed client certificate replaces the connection, and only then", async () => {
  const fake = await serve({ requestClientCertificate: true });
  const folder = await temporaryFolder();
  const issue = async (name: string): Promise<void> => {
    const { cert, key } = fake.authority.issue(name);
    await writeFile(join(folder, "tls.crt"), cert);
    await writeFile(join(folder, "tls.key"), key);
  };
  await issue("first");
  const user = { "client-certificate": "tls.crt", "client-key": "tls.key" };
  const { link, clock } = await open(await writeKubeconfig(folder, { c: { cluster: clusterOf(fake), user } }));
  await link.client.get(configMaps, key);
  await clock.advance(11_000);
  await link.client.get(configMaps, key);
  expect(fake.connections()).toBe(1);
  await issue("second");
  await clock.advance(11_000);
  await link.client.get(configMaps, key);
  expect(fake.received.map(({ client }) => client)).toEqual(["first", "first", "second"]);
  expect(fake.connections()).toBe(2);
});

test("user name and password, the token file, and no user at all", async () => {
  const fake = await serve();
  const folder = await temporaryFolder();
  await writeFile(join(folder, "token"), "from-file");
  const file = await writeKubeconfig(folder, {
    basic: { cluster: clusterOf(fake), user: { username: "u", password: "p" } },
    file: { cluster: clusterOf(fake), user: { tokenFile: "token" } },
    nobody: { cluster: clusterOf(fake), user: {}, context: { user: "" } },
    wrong: {
      cluster: { ...clusterOf(fake), "certificate-authority-data": base64(createAuthority("x").cert) },
      user: {},
    },
  });
  for (const context of ["basic", "file", "nobody"]) await (await open(file, context)).link.client.get(configMaps, key);
  expect(authorizations(fake)).toEqual([`Basic ${base64("u:p")}`, "Bearer from-file", undefined]);
  await expect((await open(file, "wrong")).link.client.get(configMaps, key)).rejects.toThrow(
    /not signed by the configured CA/,
  );
});

test("a context that is not there is refused with those that are", async () => {
  const file = await writeKubeconfig(await temporaryFolder(), { a: { cluster: { server: "https://a" }, user: {} } });
  await expect(open(file, "b")).rejects.toThrow(/has no context "b". It has: a\./);
});

test("cluster sources see names and open links", async () => {
  const fake = await serve();
  const file = await writeKubeconfig(await temporaryFolder(), {
    a: { cluster: clusterOf(fake), user: { token: "t" } },
  });
  const contexts = contextLinks({ kubeconfig: await loadKubeconfig([file]), clock: new VirtualClock() });
  expect(contexts.names()).toEqual(["a"]);
  await using link = await contexts.open("a", new AbortController().signal);
  await link.client.get(configMaps, key);
  await expect(contexts.open("a", AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
});

test("a proxy of the kubeconfig is gone through, for requests and for watches", async () => {
  const fake = await serve();
  const proxy = await connectProxy();
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const cluster = { ...clusterOf(fake), "proxy-url": proxy.url };
  const { link } = await open(await writeKubeconfig(await temporaryFolder(), { c: { cluster, user: { token: "t" } } }));
  await link.client.get(configMaps, key);
  fake.handle = (_, response) => void response.end();
  for await (const event of link.client.watch(configMaps, { resourceVersion: "1" }))
    expect(event.type).toBe("BOOKMARK");
  expect(proxy.targets).toEqual([new URL(fake.server).host, new URL(fake.server).host]);
});
