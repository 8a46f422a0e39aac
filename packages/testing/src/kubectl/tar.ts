const block = 512;

/** The bytes of one file in a TAR archive. */
export function readTarEntry(archive: Buffer, name: string): Buffer {
  for (let offset = 0; offset + block <= archive.length; ) {
    const size = Number.parseInt(archive.toString("latin1", offset + 124, offset + 136), 8) || 0;
    const found = archive.toString("utf8", offset, offset + 100).replace(/\0.*$/s, "");
    const start = offset + block;
    if (found === name) return archive.subarray(start, start + size);
    offset = start + Math.ceil(size / block) * block;
  }
  throw new Error(`The TAR archive has no entry "${name}".`);
}
