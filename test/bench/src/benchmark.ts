import type { Table } from "./report/table.ts";

/** One thing that is measured. */
export interface Benchmark {
  readonly name: string;
  /** What it measures, in one line. */
  readonly title: string;
  /** Resolves to tables of figures; throws when what it measures did not work, never because it was slow. */
  run(): Promise<readonly Table[]>;
}
