import { availableParallelism, loadavg } from "node:os";
import { benchmarks } from "./benchmarks.ts";
import { rounded } from "./report/statistics.ts";
import { tableObject, tableText } from "./report/table.ts";

/** Exit code: 0 when everything that was asked for was measured, 2 when the command line asks for nothing known. */
const args = process.argv.slice(2);
const json = args.includes("--json");
const [name, ...more] = args.filter((arg) => arg !== "--json" && arg !== "--");
const chosen = benchmarks.filter((benchmark) => name === "all" || benchmark.name === name);

if (chosen.length === 0 || more.length > 0) {
  const lines = benchmarks.map((benchmark) => `  ${benchmark.name.padEnd(9)} ${benchmark.title}`);
  console.log(["npm run bench -- NAME [--json]", "", ...lines, "  all       one after the other"].join("\n"));
  process.exit(name === undefined ? 0 : 2);
}

const machine = { node: process.version, processors: availableParallelism() };
const documents: object[] = [];
for (const benchmark of chosen) {
  const started = performance.now();
  const tables = await benchmark.run();
  const seconds = rounded((performance.now() - started) / 1000, 1);
  // Of the last minute: what others do on the machine shows here.
  const load = rounded(loadavg()[0] ?? 0, 1);
  if (json)
    documents.push({ name: benchmark.name, title: benchmark.title, seconds, load, tables: tables.map(tableObject) });
  else
    console.log(
      [
        `${benchmark.name}: ${benchmark.title} (${seconds} s, ${machine.processors} processors, load ${load})`,
        ...tables.map(tableText),
        "",
      ].join("\n\n"),
    );
}
if (json) console.log(JSON.stringify({ ...machine, benchmarks: documents }, undefined, 2));
process.exit();
