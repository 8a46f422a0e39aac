import type { KubeObject, ObjectKey, ResourceType } from "@bellwether/core";

export type WriteVerb = "create" | "update" | "patch" | "apply" | "delete";

/** One committed write. Reads, refusals, dry runs and writes without a change leave none. */
export interface WriteRecord {
  readonly revision: number;
  /** Milliseconds since the epoch, of the server's clock. */
  readonly time: number;
  readonly verb: WriteVerb;
  readonly type: ResourceType;
  readonly key: ObjectKey;
  readonly subresource?: string;
  readonly fieldManager: string;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
}

/** The latest committed writes, oldest first. */
export class WriteLog {
  readonly #limit: number;
  #records: WriteRecord[] = [];

  /** Keeps at least `limit` records; 0 keeps none. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get records(): readonly WriteRecord[] {
    return this.#records;
  }

  add(record: WriteRecord): void {
    if (this.#limit === 0) return;
    this.#records.push(record);
    if (this.#records.length > 2 * this.#limit) this.#records = this.#records.slice(-this.#limit);
  }
}
