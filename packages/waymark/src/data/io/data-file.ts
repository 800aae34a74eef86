import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { closest, distance } from "fastest-levenshtein";
import { SourceError } from "../../errors.ts";
import { type Compression, checkReadable, compressionOf } from "./file-kind.ts";

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
  const decompressor = compression === "gzip" ? createGunzip(options) : createZstdDecompress(options);
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
