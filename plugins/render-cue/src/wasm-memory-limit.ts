const headerBytes = 8;
const memorySection = 5;

/** Rewrites a WebAssembly module so that its memory can grow to `maxPages` of 64 KiB and no further. */
export function withMemoryLimit(module: Uint8Array, maxPages: number): Uint8Array {
  let at = headerBytes;
  while (at < module.length) {
    const id = module[at];
    const size = readNumber(module, at + 1);
    const end = size.next + size.value;
    if (id === memorySection) {
      const minPages = readNumber(module, size.next + 2).value;
      const limits = [1, 1, ...numberBytes(minPages), ...numberBytes(maxPages)];
      const section = Uint8Array.from([memorySection, ...numberBytes(limits.length), ...limits]);
      return concat([module.subarray(0, at), section, module.subarray(end)]);
    }
    at = end;
  }
  throw new Error("The WebAssembly module has no memory section.");
}

// Numbers are unsigned LEB128: https://webassembly.github.io/spec/core/binary/values.html#integers
function readNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  for (let next = at, scale = 1; ; next += 1, scale *= 128) {
    const byte = bytes[next] ?? 0;
    value += (byte % 128) * scale;
    if (byte < 128) return { value, next: next + 1 };
  }
}

function numberBytes(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...numberBytes(Math.floor(value / 128))];
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
