/** How to reach one cluster. */
export interface ClusterAccess {
  readonly url: string;
  readonly caPem: string;
  readonly token: string;
}

/** The parts of a kubeconfig file that we write; as JSON it is a valid file. */
export interface Kubeconfig {
  readonly apiVersion: "v1";
  readonly kind: "Config";
  readonly preferences: Readonly<Record<string, never>>;
  readonly clusters: readonly {
    readonly name: string;
    readonly cluster: { readonly server: string; readonly "certificate-authority-data": string };
  }[];
  readonly users: readonly { readonly name: string; readonly user: { readonly token: string } }[];
  readonly contexts: readonly {
    readonly name: string;
    readonly context: {
      readonly cluster: string;
      readonly user: string;
      readonly extensions?: readonly { readonly name: string; readonly extension: string }[];
    };
  }[];
  readonly "current-context": string;
}

/** The context extension whose value names the group of clusters that a context belongs to. */
export const contextGroup = "bellwether.dev/group";

/** One context per cluster, named as given; the first is the current one. `group` marks them as belonging together. */
export function kubeconfigFor(clusters: ReadonlyMap<string, ClusterAccess>, group?: string): Kubeconfig {
  const names = [...clusters.keys()];
  const extensions = group === undefined ? {} : { extensions: [{ name: contextGroup, extension: group }] };
  return {
    apiVersion: "v1",
    kind: "Config",
    preferences: {},
    clusters: [...clusters].map(([name, { url, caPem }]) => ({
      name,
      cluster: { server: url, "certificate-authority-data": Buffer.from(caPem).toString("base64") },
    })),
    users: [...clusters].map(([name, { token }]) => ({ name, user: { token } })),
    contexts: names.map((name) => ({ name, context: { cluster: name, user: name, ...extensions } })),
    "current-context": names[0] ?? "",
  };
}
