import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll } from "vitest";
import { openSource } from "../../src/data/open-source.ts";
import type { ReadOptions, SourceData } from "../../src/data/source.ts";

/** Files in a folder that goes when the tests of the file are done. */
export function tableFiles() {
  const folder = mkdtempSync(join(tmpdir(), "waymark-tables-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  let count = 0;
  const write = (content: string | Uint8Array, name = "table.csv"): string => {
    const path = join(folder, String(count++), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  /** A folder with these files. */
  const writeFolder = (files: Readonly<Record<string, string | Uint8Array>>): string => {
    const path = join(folder, String(count++), "data");
    mkdirSync(path, { recursive: true });
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    return path;
  };
  const read = async (content: string | Uint8Array, options: ReadOptions = {}, name?: string): Promise<SourceData> =>
    (await openSource(write(content, name), options)).data;
  return { write, writeFolder, read };
}

/** Rows with ids instead of indexes: learner, course, and rating and time where there are any. */
export function rowsOf({ users, items, interactions }: SourceData): (string | number)[][] {
  const { values, times } = interactions;
  return Array.from(interactions.users, (user, row) => [
    users.id(user),
    items.id(interactions.items[row]!),
    ...(values ? [values[row]!] : []),
    ...(times ? [times[row]!] : []),
  ]);
}

/** Text in an encoding with at most two bytes a character. */
export function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === "utf-8") return Buffer.from(text);
  if (encoding === "utf-16le") return Buffer.from(text, "utf16le");
  if (encoding === "utf-16be") return Buffer.from(text, "utf16le").swap16();
  const table = tableOf(encoding);
  return Buffer.concat(
    [...text].map((character) => {
      const bytes = character < "\x80" ? Buffer.from(character) : table.get(character);
      if (bytes === undefined) throw new RangeError(`${encoding} has no ${character}.`);
      return bytes;
    }),
  );
}

const tables = new Map<string, Map<string, Buffer>>();

function tableOf(encoding: string): Map<string, Buffer> {
  const known = tables.get(encoding);
  if (known) return known;
  const table = new Map<string, Buffer>();
  const add = (...bytes: number[]) => {
    const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== "\uFFFD" && !table.has(text)) table.set(text, Buffer.from(bytes));
  };
  for (let first = 0x80; first < 0x100; first++) add(first);
  for (let first = 0x81; first < 0xff; first++) for (let second = 0x40; second < 0xff; second++) add(first, second);
  tables.set(encoding, table);
  return table;
}

/** A zip archive of these files. @see APPNOTE.TXT, the zip file format specification, §4.3 */
export function zipped(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const data = Buffer.from(content);
    const packed = deflateRawSync(data);
    const title = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2); // names are UTF-8
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(title.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    parts.push(Buffer.from("504b0304", "hex"), common, title, packed);
    directory.push(Buffer.from("504b01021400", "hex"), common, entry, title);
    offset += 4 + common.length + title.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write("504b0506", "hex");
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
