type Fields = Readonly<Record<string, unknown>>;

/** What kubeconfig files say, merged; file names in entries are absolute. */
export interface Kubeconfig {
  /** The files that were read, to read them again when credentials have changed. */
  readonly files: readonly string[];
  readonly currentContext: string | undefined;
  readonly clusters: ReadonlyMap<string, ClusterEntry>;
  readonly users: ReadonlyMap<string, UserEntry>;
  readonly contexts: ReadonlyMap<string, ContextEntry>;
}

export interface ClusterEntry {
  readonly server: string;
  readonly "certificate-authority"?: string;
  readonly "certificate-authority-data"?: string;
  readonly "insecure-skip-tls-verify"?: boolean;
  readonly "tls-server-name"?: string;
  readonly "proxy-url"?: string;
}

export interface UserEntry {
  readonly "client-certificate"?: string;
  readonly "client-certificate-data"?: string;
  readonly "client-key"?: string;
  readonly "client-key-data"?: string;
  readonly token?: string;
  readonly tokenFile?: string;
  readonly username?: string;
  readonly password?: string;
  readonly as?: string;
  readonly "auth-provider"?: Fields;
  readonly exec?: ExecEntry;
}

export interface ExecEntry {
  readonly apiVersion?: string;
  readonly command: string;
  readonly args?: readonly string[] | null;
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly provideClusterInfo?: boolean;
}

export interface ContextEntry {
  readonly cluster: string;
  readonly user?: string;
  readonly namespace?: string;
  readonly extensions?: readonly { readonly name: string; readonly extension: unknown }[] | null;
}

/** The first file that names an entry, or the current context, wins: kubectl's rule. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  const first = <E>(maps: readonly ReadonlyMap<string, E>[]): ReadonlyMap<string, E> =>
    new Map(maps.toReversed().flatMap((map) => [...map]));
  return {
    files: configs.flatMap(({ files }) => files),
    currentContext: configs.find(({ currentContext }) => currentContext !== undefined)?.currentContext,
    clusters: first(configs.map(({ clusters }) => clusters)),
    users: first(configs.map(({ users }) => users)),
    contexts: first(configs.map(({ contexts }) => contexts)),
  };
}
