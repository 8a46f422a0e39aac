import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("the same on Deno, with read access alone; the idle worker does not keep the process", async () => {
  const script = fileURLToPath(new URL("./on-deno.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(
    "deno",
    ["run", "--quiet", "--no-prompt", "--allow-read", "--conditions=bellwether-source", script],
    { timeout: 25_000 },
  );
  const [value, missing, memory, after] = stdout.trim().split("\n");
  expect(JSON.parse(value ?? "")).toMatchObject({ output: { kind: "X", name: "web" } });
  expect(missing).toMatch(/^RENDER_FAILED .*parameter\.image is required \(string\)$/);
  expect(memory).toMatch(/^RENDER_OUT_OF_MEMORY /);
  expect(after).toMatch(/^rendered /);
});
