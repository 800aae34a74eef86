import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pipeline, type Readable } from "node:stream";
import * as zlib from "node:zlib"; // whole: an older Node lacks zstd, and must get as far as the check of its version
import { closest, distance } from "fastest-levenshtein";
import { SourceError } from "../../errors.ts";

/** A file that has been looked at: it exists, may be read, and is neither archive nor picture. */
export interface DataFile {
  readonly path: string;
  readonly compression: Compression;
  readonly kind: "text" | "parquet";
  /** Size on disk, compressed. */
  readonly bytes: number;
  /** Up to 128 KiB from the beginning, decompressed, without byte order mark. */
  readonly head: Uint8Array;
  /** `head` is the whole file. */
  readonly isShort: boolean;
}

const blockSize = 1 << 20;
const headSize = 1 << 17;

/** @throws {SourceError} for a file that is missing, empty, damaged or of another kind */
export async function openDataFile(path: string, signal?: AbortSignal): Promise<DataFile> {
  signal?.throwIfAborted();
  const bytes = await sizeOfFile(path);
  const compression = compressionOf(path, await firstBytes(path, 512));
  let head: Uint8Array | undefined;
  let isShort = true;
  for await (const block of decompressedBlocks(path, compression, headSize, signal)) {
    isShort = head === undefined;
    if (head !== undefined) break;
    head = block;
  }
  const kind = checkReadable(path, head ?? new Uint8Array(0));
  if (kind === "parquet" && compression !== "none")
    throw new SourceError(path, "is a compressed Parquet file.", "Decompress it.");
  return { path, compression, kind, bytes, head: withoutMark(head!), isShort };
}

/** The decompressed bytes in blocks of about 1 MiB, without byte order mark. A gzip file's check sum is verified. */
export async function* blocksOf(file: DataFile, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  let isFirst = true;
  for await (const block of decompressedBlocks(file.path, file.compression, blockSize, signal)) {
    yield isFirst ? withoutMark(block) : block;
    isFirst = false;
  }
}

/** A small file of text as a whole. @throws {SourceError} */
export async function readText(
  path: string,
  { encoding = "utf-8", signal }: { encoding?: "utf-8" | "latin-1"; signal?: AbortSignal | undefined } = {},
): Promise<string> {
  const file = await openDataFile(path, signal);
  const blocks: Uint8Array[] = [];
  for await (const block of blocksOf(file, signal)) blocks.push(block);
  return new TextDecoder(encoding === "latin-1" ? "latin1" : "utf-8").decode(Buffer.concat(blocks));
}

async function* decompressedBlocks(
  path: string,
  compression: Compression,
  chunkSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path, { highWaterMark: chunkSize });
  const stream = compression === "none" ? file : throughUnpacker(file, compression, chunkSize);
  try {
    for await (const block of stream as AsyncIterable<Uint8Array>) {
      signal?.throwIfAborted();
      yield block;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw await failedReading(path, compression, error as NodeJS.ErrnoException);
  } finally {
    file.destroy();
    stream.destroy();
  }
}

function throughUnpacker(file: Readable, compression: "gzip" | "zstd", chunkSize: number): Readable {
  const options = { chunkSize };
  const decompressor = compression === "gzip" ? zlib.createGunzip(options) : zlib.createZstdDecompress(options);
  return pipeline(file, decompressor, () => undefined); // errors reach whoever reads the decompressor
}

/** @throws {SourceError} saying what stands there instead, or which name is near */
async function sizeOfFile(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new SourceError(path, "is a folder, but a file was expected.", "Name one file in it.");
    if (!found.isFile()) throw new SourceError(path, "is not an ordinary file.", "Name a file.");
    if (found.size === 0) throw new SourceError(path, "is empty.", "Name a file with data in it.");
    return found.size;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** What an error of the file system means to the person who named the path. */
export async function unreadable(path: string, cause: NodeJS.ErrnoException): Promise<SourceError> {
  const options = { cause };
  if (cause.code === "ENOENT" || cause.code === "ENOTDIR") {
    const names = await readdir(dirname(path)).catch(() => []);
    const name = basename(path);
    const near = names.length > 0 ? closest(name, names) : "";
    const isNear = near !== "" && distance(near, name) <= Math.max(2, name.length / 3);
    return new SourceError(path, "does not exist.", isNear ? `Did you mean ${near}?` : "Check the path.", options);
  }
  if (cause.code === "EACCES" || cause.code === "EPERM")
    return new SourceError(
      path,
      "cannot be read: permission denied.",
      "Ask for permission to read it, or copy it elsewhere.",
      options,
    );
  return new SourceError(path, `cannot be read (${cause.code ?? cause.message}).`, "Check the disk.", options);
}

async function failedReading(
  path: string,
  compression: Compression,
  cause: NodeJS.ErrnoException,
): Promise<SourceError> {
  if (compression === "none" || cause.syscall !== undefined) return unreadable(path, cause);
  const cutShort = cause.code === "Z_BUF_ERROR" || /end of file|srcSize/i.test(`${cause.code} ${cause.message}`);
  const fact = cutShort ? "ends too early: a part of it is missing." : `is damaged (${cause.message}).`;
  return new SourceError(
    path,
    `This ${compression} file ${fact}`,
    "Nothing of it was used; download or copy it again.",
    {
      cause,
    },
  );
}

const withoutMark = (block: Uint8Array): Uint8Array =>
  block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? block.subarray(3) : block;

/** First bytes of kinds of file that hold no plain table, with what to do about each. */
const foreignKinds: readonly (readonly [signature: string, kind: string, remedy: string])[] = [
  ["504b0304", "a zip archive", "Unzip it and name the file inside."],
  ["504b0506", "an empty zip archive", "Name a file with data in it."],
  ["d0cf11e0", "an old Office document", "Open it and save the sheet as CSV."],
  ["25504446", "a PDF", "Name a CSV, JSON lines or Parquet file."],
  ["425a68", "compressed with bzip2", "Decompress it with bunzip2 first."],
  ["fd377a585a00", "compressed with xz", "Decompress it with unxz first."],
  ["377abcaf271c", "a 7z archive", "Unpack it and name the file inside."],
  ["526172211a07", "a RAR archive", "Unpack it and name the file inside."],
  ["53514c69746520666f726d61742033", "an SQLite database", "Export the table as CSV."],
  ["fffe", "UTF-16 text", "Save it as UTF-8."],
  ["feff", "UTF-16 text", "Save it as UTF-8."],
];

type Compression = "gzip" | "zstd" | "none";

/** @throws {SourceError} for archives and documents of other kinds */
function compressionOf(path: string, head: Uint8Array): Compression {
  const start = hex(head.subarray(0, 16));
  if (start.startsWith("1f8b")) return "gzip";
  if (start.startsWith("28b52ffd")) return "zstd";
  checkReadable(path, head);
  return "none";
}

/** @throws {SourceError} when decompressed bytes are neither text nor Parquet */
function checkReadable(path: string, head: Uint8Array): "text" | "parquet" {
  if (head.length === 0) throw new SourceError(path, "is empty.", "Name a file with data in it.");
  const start = hex(head.subarray(0, 16));
  if (start.startsWith("50415231")) return "parquet";
  if (/\.xlsx$/i.test(path) && start.startsWith("504b"))
    throw new SourceError(path, "is an Excel workbook.", "Open it and save the sheet as CSV.");
  for (const [signature, kind, remedy] of foreignKinds)
    if (start.startsWith(signature)) throw new SourceError(path, `is ${kind}.`, remedy);
  if (new TextDecoder("latin1").decode(head.subarray(257, 262)) === "ustar")
    throw new SourceError(path, "is a tar archive.", "Unpack it and name the file inside.");
  if (head.includes(0))
    throw new SourceError(path, "is a binary file, not text.", "Name a CSV, JSON lines or Parquet file.");
  return "text";
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
