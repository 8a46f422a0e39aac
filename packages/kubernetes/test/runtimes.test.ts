import { execFile } from "node:child_process";
import { chmod, writeFile } from "node:fs/promises";
import type { Http2ServerResponse } from "node:http2";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { answer, fakeApiServer, send } from "./kit/fake-api-server.ts";
import { base64, temporaryFolder, writeKubeconfig } from "./kit/kubeconfig-file.ts";
import { configMap } from "./kit/objects.ts";

const run = promisify(execFile);
const program = join(import.meta.dirname, "runtime", "follow.ts");
const deno = join(import.meta.dirname, "../../../node_modules/.bin/deno");

const runtimes: readonly [name: string, command: string, flags: readonly string[]][] = [
  ["Node", process.execPath, ["--conditions=bellwether-source", "--disable-warning=ExperimentalWarning"]],
  ["Deno", deno, ["run", "-A", "--conditions=bellwether-source"]],
];

test.each(runtimes)(
  "kubeconfig, sign-in plugin, client certificate, view and election work on %s",
  async (_, command, flags) => {
    const fake = await fakeApiServer({ requestClientCertificate: true });
    onTestFinished(() => fake[Symbol.asyncDispose]());
    const watch = Promise.withResolvers<Http2ServerResponse>();
    fake.handle = async ({ method, path, query, body }, response) => {
      if (query.has("watch")) {
        response.writeHead(200);
        response.write("\n");
        watch.resolve(response);
      } else if (path.includes("/leases")) {
        const lease = method === "GET" ? undefined : { ...(JSON.parse(body) as object), kind: "Lease" };
        answer(response, lease === undefined ? 404 : 200, lease ?? { kind: "Status", reason: "NotFound" });
      } else if (method === "PATCH") {
        answer(response, 200, configMap("a", 12));
        send(await watch.promise, "MODIFIED", configMap("a", 12));
      } else answer(response, 200, { metadata: { resourceVersion: "10" }, items: [configMap("a", 9)] });
    };
    const folder = await temporaryFolder();
    const { cert, key } = fake.authority.issue("runtime");
    const status = { token: "from-plugin", clientCertificateData: cert, clientKeyData: key };
    const credential = { apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status };
    await writeFile(join(folder, "plugin"), `#!/bin/sh\ncat <<'END'\n${JSON.stringify(credential)}\nEND\n`);
    await chmod(join(folder, "plugin"), 0o755);
    const file = await writeKubeconfig(folder, {
      c: {
        cluster: { server: fake.server, "certificate-authority-data": base64(fake.ca) },
        user: { exec: { apiVersion: credential.apiVersion, command: "./plugin" } },
      },
    });
    const { stdout } = await run(command, [...flags, program, file]);
    expect(JSON.parse(stdout)).toEqual({ before: "9", after: "12", epoch: 1 });
    expect(
      new Set(fake.received.map(({ client, headers }) => `${client} ${String(headers["authorization"])}`)),
    ).toEqual(new Set(["runtime Bearer from-plugin"]));
    expect(new Set(fake.received.map(({ httpVersion }) => httpVersion))).toEqual(new Set(["2.0"]));
    expect(fake.connections()).toBe(2);
  },
);
