import { expect, test } from "vitest";
import { withMemoryLimit } from "../src/wasm-memory-limit.ts";

const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const oneType = [1, 4, 1, 0x60, 0, 0];
const memoryOfOnePage = [5, 3, 1, 0, 1];
const exported = [7, 7, 1, 3, 0x6d, 0x65, 0x6d, 2, 0];

interface Memory {
  grow(pages: number): number;
}
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: { instantiate(module: Uint8Array): Promise<{ instance: { exports: { mem: Memory } } }> };
};

test.each([3, 300])("memory grows to %d pages and no further", async (pages) => {
  const module = Uint8Array.from([...header, ...oneType, ...memoryOfOnePage, ...exported]);
  const { mem } = (await wasm.instantiate(withMemoryLimit(module, pages))).instance.exports;
  expect(mem.grow(pages - 1)).toBe(1);
  expect(() => mem.grow(1)).toThrow();
});

test("a module without memory is refused", () => {
  expect(() => withMemoryLimit(Uint8Array.from([...header, ...oneType]), 1)).toThrow("no memory section");
});
