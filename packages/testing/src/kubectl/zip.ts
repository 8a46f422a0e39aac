import { inflateRawSync } from "node:zlib";

const endOfDirectory = 0x06054b50;
const endLength = 22;

/** The unpacked bytes of one file in a ZIP archive, found through the central directory at its end. */
export function readZipEntry(archive: Buffer, name: string): Buffer {
  const end = archive.lastIndexOf(signature(endOfDirectory), archive.length - endLength);
  if (end < 0) throw new Error("The bytes are not a ZIP archive: it has no end-of-directory record.");
  let offset = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = archive.readUInt16LE(offset + 28);
    if (archive.toString("utf8", offset + 46, offset + 46 + nameLength) === name) return unpack(archive, offset);
    offset += 46 + nameLength + archive.readUInt16LE(offset + 30) + archive.readUInt16LE(offset + 32);
  }
  throw new Error(`The ZIP archive has no entry "${name}".`);
}

function unpack(archive: Buffer, directoryEntry: number): Buffer {
  const method = archive.readUInt16LE(directoryEntry + 10);
  const packedSize = archive.readUInt32LE(directoryEntry + 20);
  const local = archive.readUInt32LE(directoryEntry + 42);
  // The local header repeats the name, and its extra field may differ in length from the directory's.
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(start, start + packedSize);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`ZIP compression method ${method} is neither stored nor deflated.`);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
