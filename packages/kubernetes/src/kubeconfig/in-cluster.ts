import type { Kubeconfig } from "./kubeconfig.ts";

const mount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** The cluster that a pod runs in, as its service account. `host` and `port` are those of KUBERNETES_SERVICE_HOST and _PORT. */
export function inClusterKubeconfig(host: string, port: string): Kubeconfig {
  const name = "in-cluster";
  const address = host.includes(":") ? `[${host}]` : host;
  return {
    files: [],
    currentContext: name,
    clusters: new Map([[name, { server: `https://${address}:${port}`, "certificate-authority": `${mount}/ca.crt` }]]),
    users: new Map([[name, { tokenFile: `${mount}/token` }]]),
    contexts: new Map([[name, { cluster: name, user: name }]]),
  };
}
