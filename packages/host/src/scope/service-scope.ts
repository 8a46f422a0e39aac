import "reflect-metadata";
import type { Token } from "@bellwether/core";
import { container, type DependencyContainer } from "tsyringe";
import { isDisposable } from "./disposal.ts";

/** Instances by token, here and in every scope below. Instances only: nothing is ever constructed by looking it up. */
export interface ServiceScope extends AsyncDisposable {
  child(): ServiceScope;
  /** Makes an instance available here and below; its owner disposes it. */
  lend<T>(token: Token<T>, instance: T): void;
  /** Lends an instance and disposes it with this scope, newest first. */
  adopt<T>(token: Token<T>, instance: T): void;
  has(token: Token<unknown>): boolean;
  /** Throws when neither this scope nor one above it has an instance. */
  get<T>(token: Token<T>): T;
}

export function createRootScope(): ServiceScope {
  return new ContainerScope(container.createChildContainer());
}

class ContainerScope implements ServiceScope {
  readonly #container: DependencyContainer;
  readonly #parent: ContainerScope | undefined;
  readonly #children: Set<ContainerScope> = new Set();
  readonly #owned: AsyncDisposableStack = new AsyncDisposableStack();

  constructor(dependencies: DependencyContainer, parent?: ContainerScope) {
    this.#container = dependencies;
    this.#parent = parent;
  }

  child(): ServiceScope {
    const child = new ContainerScope(this.#container.createChildContainer(), this);
    this.#children.add(child);
    return child;
  }

  lend<T>(token: Token<T>, instance: T): void {
    this.#container.registerInstance(symbolOf(token), instance);
  }

  adopt<T>(token: Token<T>, instance: T): void {
    this.lend(token, instance);
    if (isDisposable(instance)) this.#owned.use(instance);
  }

  has(token: Token<unknown>): boolean {
    return this.#container.isRegistered(symbolOf(token), true);
  }

  get<T>(token: Token<T>): T {
    return this.#container.resolve<T>(symbolOf(token));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#parent !== undefined) this.#parent.#children.delete(this);
    for (const child of [...this.#children].reverse()) await child[Symbol.asyncDispose]();
    await this.#owned.disposeAsync();
    await this.#container.dispose();
  }
}

function symbolOf(token: Token<unknown>): symbol {
  return Symbol.for(`bellwether/${token.id}`);
}
