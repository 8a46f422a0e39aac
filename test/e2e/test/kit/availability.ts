import { memoryViews } from "@bellwether/embedded";
import { readyPods } from "./pods.ts";
import type { TestCluster } from "./test-cluster.ts";
import { types } from "./types.ts";

/** Keeps the fewest pods that were ready at any moment since it was made. */
export class Availability implements Disposable {
  fewest: number;
  readonly #views: ReturnType<typeof memoryViews>;

  constructor(cluster: TestCluster) {
    const ready = (): number => Object.values(readyPods(cluster)).reduce((sum, count) => sum + count, 0);
    this.fewest = ready();
    this.#views = memoryViews(cluster.api);
    this.#views.of(types.Pod).subscribe(() => {
      this.fewest = Math.min(this.fewest, ready());
    });
  }

  [Symbol.dispose](): void {
    this.#views[Symbol.dispose]();
  }
}
