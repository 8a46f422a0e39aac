import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { readTarEntry } from "../../src/kubectl/tar.ts";
import { readZipEntry } from "../../src/kubectl/zip.ts";

test("a deflated and a stored file come out of a ZIP archive", () => {
  const archive = zip([
    { name: "a.txt", content: "stored", deflate: false },
    { name: "folder/b.txt", content: "deflated ".repeat(100), deflate: true },
  ]);
  expect(readZipEntry(archive, "a.txt").toString()).toBe("stored");
  expect(readZipEntry(archive, "folder/b.txt").toString()).toBe("deflated ".repeat(100));
  expect(() => readZipEntry(archive, "c.txt")).toThrow('has no entry "c.txt"');
});

test("bytes that are no ZIP archive are refused", () => {
  expect(() => readZipEntry(Buffer.alloc(100), "a.txt")).toThrow("not a ZIP archive");
});

test("a file comes out of a TAR archive", () => {
  const archive = Buffer.concat([
    tarFile("first", "x".repeat(513)),
    tarFile("package/second", "yes"),
    Buffer.alloc(1024),
  ]);
  expect(readTarEntry(archive, "package/second").toString()).toBe("yes");
  expect(() => readTarEntry(archive, "third")).toThrow('has no entry "third"');
});

function tarFile(name: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(content.length.toString(8).padStart(11, "0"), 124);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

function zip(files: readonly { name: string; content: string; deflate: boolean }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflate } of files) {
    const packed = deflate ? deflateRawSync(content) : Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt16LE(deflate ? 8 : 0, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}
