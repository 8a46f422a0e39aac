import type { WriteRecord } from "@bellwether/embedded";

/** What reached one cluster over HTTP. */
export interface Traffic {
  readonly requests: readonly SeenRequest[];
  /** Writes of clients over HTTP that changed something, oldest first. */
  readonly writes: readonly WriteRecord[];
  /** What the process of the clusters has used since it began. */
  readonly cpuSeconds: number;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly isWatch: boolean;
  readonly fieldManager: string;
}
