/** What a TLS handshake needs; text is PEM. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  /** False accepts any certificate. */
  readonly rejectUnauthorized?: boolean;
}

/** How requests reach a cluster at this moment, and as whom. */
export interface Access {
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
  /** `http:`, `https:` or `socks5:` address of a proxy. */
  readonly proxy?: string;
}

/** Where a cluster's access comes from; it may change from one call to the next. */
export interface Credentials {
  access(): Promise<Access>;
  /** The API server refused the last access: the next one is made from the sources again. */
  reload(): void;
}

export function fixedCredentials(access: Partial<Access> = {}): Credentials {
  const fixed = { headers: {}, tls: {}, ...access };
  return { access: () => Promise.resolve(fixed), reload() {} };
}

export function sameConnection(a: Access, b: Access): boolean {
  return JSON.stringify([a.proxy, a.tls]) === JSON.stringify([b.proxy, b.tls]);
}
