import { type Labels, LabelledMap } from "./labelled-map.ts";

/** One metric with all its label sets, in the shape of the Prometheus text format. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly MetricSample[];
}

export type MetricSample =
  | { readonly labels: Labels; readonly value: number }
  | { readonly labels: Labels; readonly histogram: HistogramValue };

export interface HistogramValue {
  readonly count: number;
  /** In seconds. */
  readonly sum: number;
  /** How many were at most `le` seconds; the last one is all, with Infinity. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
}

export interface Counter {
  add(labels: Labels, amount?: number): void;
  value(matching: Labels): number;
}

export interface Histogram {
  observe(labels: Labels, seconds: number): void;
  count(matching: Labels): number;
  /** An upper bound in seconds of the given share of all observations; undefined without any. */
  quantile(matching: Labels, share: number): number | undefined;
}

const bounds: readonly number[] = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  30,
  Infinity,
];

/** Counts in memory; whoever serves metrics reads a snapshot. */
export class MetricRegistry {
  readonly #families: (() => MetricFamily)[] = [];

  counter(name: string, help: string): Counter {
    const values = new LabelledMap<{ value: number }>(() => ({ value: 0 }));
    this.#families.push(() => ({
      name,
      help,
      type: "counter",
      samples: values.all().map(([labels, { value }]) => ({ labels, value })),
    }));
    return {
      add: (labels, amount = 1) => {
        values.of(labels).value += amount;
      },
      value: (matching) => values.matching(matching).reduce((sum, { value }) => sum + value, 0),
    };
  }

  /** Asked for its samples with every snapshot. */
  gauge(name: string, help: string, read: () => readonly { readonly labels: Labels; readonly value: number }[]): void {
    this.#families.push(() => ({ name, help, type: "gauge", samples: read() }));
  }

  histogram(name: string, help: string): Histogram {
    const values = new LabelledMap(() => ({ sum: 0, counts: bounds.map(() => 0) }));
    this.#families.push(() => ({
      name,
      help,
      type: "histogram",
      samples: values.all().map(([labels, { sum, counts }]) => ({ labels, histogram: histogramValue(sum, counts) })),
    }));
    return {
      observe: (labels, seconds) => {
        const value = values.of(labels);
        value.sum += seconds;
        const bucket = bounds.findIndex((bound) => seconds <= bound);
        value.counts[bucket] = (value.counts[bucket] ?? 0) + 1;
      },
      count: (matching) => values.matching(matching).reduce((sum, { counts }) => sum + total(counts), 0),
      quantile: (matching, share) => {
        const found = values.matching(matching);
        const { count, buckets } = histogramValue(
          0,
          bounds.map((_, index) => found.reduce((sum, { counts }) => sum + (counts[index] ?? 0), 0)),
        );
        return count === 0 ? undefined : buckets.find((bucket) => bucket.count >= share * count)?.le;
      },
    };
  }

  snapshot(): readonly MetricFamily[] {
    return this.#families.map((family) => family());
  }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function histogramValue(sum: number, counts: readonly number[]): HistogramValue {
  let count = 0;
  const buckets = bounds.map((le, index) => {
    count += counts[index] ?? 0;
    return { le, count };
  });
  return { count, sum, buckets };
}
