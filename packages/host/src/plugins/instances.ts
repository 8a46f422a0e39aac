import type { ExtensionPoint } from "@bellwether/core";
import type { Contributed } from "./contributed.ts";

/** The running contributions of one cluster, and behind them the host-wide ones. */
export class Instances {
  readonly #above: Instances | undefined;
  readonly #byPoint: Map<string, Map<string, Contributed<unknown>>> = new Map();
  readonly #listeners: ((point: string, contributed: Contributed<unknown>) => void)[] = [];

  constructor(above?: Instances) {
    this.#above = above;
  }

  /** Called with every instance of a point that is added from now on. */
  onAdded<T, C extends string>(point: ExtensionPoint<T, C>, listener: (contributed: Contributed<T>) => void): void {
    this.#listeners.push((id, contributed) => {
      if (id === point.id) listener(contributed as Contributed<T>);
    });
  }

  add(point: string, contributed: Contributed<unknown>): void {
    const keys = this.#byPoint.get(point) ?? new Map<string, Contributed<unknown>>();
    this.#byPoint.set(point, keys.set(contributed.key, contributed));
    for (const listener of this.#listeners) listener(point, contributed);
  }

  isMissing({ point, key }: { readonly point: string; readonly key: string }): boolean {
    return this.#byPoint.get(point)?.has(key) !== true;
  }

  find<T, C extends string>(point: ExtensionPoint<T, C>, key: string): Contributed<T> | undefined {
    const own = this.#byPoint.get(point.id)?.get(key) as Contributed<T> | undefined;
    return own ?? this.#above?.find(point, key);
  }

  all<T, C extends string>(point: ExtensionPoint<T, C>): readonly Contributed<T>[] {
    const own = [...(this.#byPoint.get(point.id)?.values() ?? [])] as Contributed<T>[];
    return [...(this.#above?.all(point) ?? []), ...own];
  }
}
