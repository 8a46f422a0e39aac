import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = join(import.meta.dirname, "runtime/serve-and-ask.ts");
const deno = join(import.meta.dirname, "../../../node_modules/.bin/deno");

test.each([
  ["Node", process.execPath, ["--conditions=bellwether-source", script]],
  ["Deno", deno, ["run", "-A", "--conditions=bellwether-source", script]],
])("a cluster is served on %s", async (_name, command, args) => {
  const { stdout } = await promisify(execFile)(command, args);
  expect(JSON.parse(stdout)).toEqual({ type: "ADDED", name: "default" });
});
