import type { MetricFamily, MetricSample } from "@bellwether/host";

const prefix = "bellwether_";

type Labels = Readonly<Record<string, string>>;

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function sampleLines(name: string, sample: MetricSample): readonly string[] {
  if ("value" in sample) return [`${name}${labelsText(sample.labels)} ${sample.value}`];
  const { labels, histogram } = sample;
  return [
    ...histogram.buckets.map(
      ({ le, count }) =>
        `${name}_bucket${labelsText({ ...labels, le: le === Infinity ? "+Inf" : String(le) })} ${count}`,
    ),
    `${name}_sum${labelsText(labels)} ${histogram.sum}`,
    `${name}_count${labelsText(labels)} ${histogram.count}`,
  ];
}

/** Metrics in the Prometheus text format. */
export function metricsText(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, help, type, samples }) => [
    `# HELP ${prefix}${name} ${help}`,
    `# TYPE ${prefix}${name} ${type}`,
    ...samples.flatMap((sample) => sampleLines(prefix + name, sample)),
  ]);
  return `${lines.join("\n")}\n`;
}
