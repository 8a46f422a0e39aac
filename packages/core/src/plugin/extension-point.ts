import type { Needs, Provided, Scope } from "./token.ts";

/** What a plugin offers at one extension point: data that can be listed and checked before anything runs. */
export interface Contribution {
  readonly point: string;
  readonly key: string;
  readonly scope: Scope;
  readonly needs: Needs;
  readonly capabilities: readonly string[];
  create(needs: Readonly<Record<string, unknown>>): unknown;
}

export interface Implementation<T, N extends Needs, C extends string> {
  readonly scope: Scope;
  readonly needs?: N;
  readonly capabilities?: readonly C[];
  /** May be asynchronous. What it returns is disposed with its scope if it has `Symbol.asyncDispose` or `Symbol.dispose`. */
  create(needs: Provided<N>): T | Promise<T>;
}

/** A place where plugins add to Bellwether. One noun in three cases: interface, reference, id. */
export interface ExtensionPoint<T, C extends string = never> {
  readonly id: string;
  implement<N extends Needs>(key: string, implementation: Implementation<T, N, C>): Contribution;
}

export function createExtensionPoint<T, C extends string = never>(id: string): ExtensionPoint<T, C> {
  return {
    id,
    implement: (key, implementation) => ({
      point: id,
      key,
      scope: implementation.scope,
      needs: implementation.needs ?? {},
      capabilities: implementation.capabilities ?? [],
      create: (provided) => implementation.create(provided as Parameters<typeof implementation.create>[0]),
    }),
  };
}
