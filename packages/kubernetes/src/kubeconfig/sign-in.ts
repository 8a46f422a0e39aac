import type { AgentOptions, RequestOptions } from "node:https";
import type { KubeConfig } from "@kubernetes/client-node";
import type { Access, TlsMaterial } from "../transport/access.ts";
import type { SelectedContext } from "./contexts.ts";
import type { ExecEntry } from "./kubeconfig.ts";

/** One context behind the official client, which reads certificates and tokens, and runs sign-in plugins. */
export async function signIn(context: SelectedContext): Promise<() => Promise<Access>> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  config.loadFromOptions(optionsOf(context));
  return () => accessOf(config);
}

async function accessOf(config: KubeConfig): Promise<Access> {
  const request: RequestOptions = { headers: {} };
  await config.applyToHTTPSOptions(request);
  const dispatcher = config.createDispatcherOptions(config.getCurrentCluster(), request as AgentOptions);
  const headers = { ...(request.headers as Record<string, string>) };
  if (typeof request.auth === "string") headers["Authorization"] ??= `Basic ${btoa(request.auth)}`;
  switch (dispatcher.type) {
    case "none":
      return { headers, tls: {} };
    case "agent":
      return { headers, tls: tlsOf(dispatcher.connect) };
    default:
      return { headers, tls: tlsOf(dispatcher.requestTls), proxy: dispatcher.uri };
  }
}

function tlsOf(options: RequestOptions): TlsMaterial {
  const { ca, cert, key, servername, rejectUnauthorized } = options;
  const text = Object.entries({ ca, cert, key, servername }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value as string | Buffer)]],
  );
  return { ...Object.fromEntries(text), ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }) };
}

/** Only the selected context: the official client reads the files of every user that it is given. */
function optionsOf({ name, cluster, user }: SelectedContext): object {
  return {
    currentContext: name,
    contexts: [{ name, cluster: name, user: name }],
    clusters: [
      {
        name,
        server: cluster.server,
        caFile: cluster["certificate-authority"],
        caData: cluster["certificate-authority-data"],
        // The official client refuses plain HTTP, which has no certificate to verify, unless it is told not to verify.
        skipTLSVerify: cluster["insecure-skip-tls-verify"] === true || cluster.server.startsWith("http:"),
        tlsServerName: cluster["tls-server-name"],
        proxyUrl: cluster["proxy-url"],
      },
    ],
    users: [
      {
        name,
        certFile: user["client-certificate"],
        certData: user["client-certificate-data"],
        keyFile: user["client-key"],
        keyData: user["client-key-data"],
        token: user.token,
        username: user.username,
        password: user.password,
        impersonateUser: user.as,
        exec: user.exec === undefined ? undefined : execOf(user.exec, cluster),
        authProvider:
          user.tokenFile === undefined
            ? user["auth-provider"]
            : { name: "tokenFile", config: { tokenFile: user.tokenFile } },
      },
    ],
  };
}

/** The official client does not pass on what a plugin is told by the protocol. */
function execOf(exec: ExecEntry, cluster: SelectedContext["cluster"]): ExecEntry {
  const info = {
    apiVersion: exec.apiVersion ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec.provideClusterInfo === true ? { cluster } : {}) },
  };
  const told = { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) };
  return { ...exec, args: exec.args ?? [], env: [...(exec.env ?? []), told] };
}
