export type Scope = "host" | "cluster";

/** Names a service that plugins can need. The id carries identity, so two copies of core agree. */
export interface Token<T> {
  readonly id: string;
  readonly scope: Scope;
  /** Never set: carries the type. */
  readonly type?: T;
}

export type Needs = Readonly<Record<string, Token<unknown>>>;

/** The instances behind a record of tokens. */
export type Provided<N extends Needs> = { readonly [K in keyof N]: N[K] extends Token<infer T> ? T : never };

export function createToken<T>(id: string, scope: Scope): Token<T> {
  return { id, scope };
}
