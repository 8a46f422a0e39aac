import { availableParallelism } from "node:os";
import { benchmarks } from "./benchmarks.ts";
import { tableObject, tableText } from "./report/table.ts";

/** Exit code: 0 when everything that was asked for was measured, 2 when the command line asks for nothing known. */
const args = process.argv.slice(2);
const json = args.includes("--json");
const [name, ...more] = args.filter((arg) => arg !== "--json" && arg !== "--");
const chosen = benchmarks.filter((benchmark) => name === "all" || benchmark.name === name);

if (chosen.length === 0 || more.length > 0) {
  const lines = benchmarks.map((benchmark) => `  ${benchmark.name.padEnd(9)} ${benchmark.title}`);
  console.log(["npm run bench -- NAME [--json]", "", ...lines, "  all       one after the other"].join("\n"));
  process.exitCode = name === undefined ? 0 : 2;
}

const documents: object[] = [];
for (const benchmark of chosen) {
  const started = performance.now();
  const tables = await benchmark.run();
  const seconds = Number(((performance.now() - started) / 1000).toFixed(1));
  if (json) documents.push({ name: benchmark.name, title: benchmark.title, seconds, tables: tables.map(tableObject) });
  else console.log([`${benchmark.name}: ${benchmark.title} (${seconds} s)`, ...tables.map(tableText), ""].join("\n\n"));
}
if (json)
  console.log(
    JSON.stringify({ node: process.version, cpus: availableParallelism(), benchmarks: documents }, undefined, 2),
  );
if (chosen.length > 0) process.exit();
