import { createReadStream } from "node:fs";
import { open, readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { pipeline, type Readable } from "node:stream";
import * as zlib from "node:zlib"; // whole: an older Node lacks zstd, and must get as far as the check of its version
import { closest, distance } from "fastest-levenshtein";
import { SourceError } from "../../errors.ts";
import type { Compression } from "./file-kinds.ts";
import { findZip, membersOf, openMember, type ZipMember } from "./zip-archive.ts";

/** Where the bytes of a file stand: on disk, or inside a zip archive. */
export interface FilePlace {
  readonly path: string;
  /** Size as stored. */
  readonly bytes: number;
  readonly member?: ZipMember;
}

/**
 * The file at a path, which may lead into a zip archive (`exports.zip/grades.csv`); an archive with a single file in it
 * stands for that file.
 *
 * @throws {SourceError} saying what stands there instead, or which name is near
 */
export async function findFileAt(path: string): Promise<FilePlace> {
  const zip = await findZip(path);
  if (zip === undefined || (zip.inner === "" && /\.xls[xm]$/i.test(zip.archive))) return placeOnDisk(path);
  const { archive, inner } = zip;
  const members = await membersOf(archive);
  const [only] = members;
  if (only === undefined) throw new SourceError(archive, "is an empty zip archive.", "Name a file with data in it.");
  if (inner === "" && isWorkbook(members)) return placeOnDisk(path);
  if (members.some(({ name }) => name === "mimetype") && members.some(({ name }) => name === "content.xml"))
    throw new SourceError(path, "is an OpenDocument file.", "Open it and save it as .xlsx, or save the sheet as CSV.");
  const member = inner === "" ? (members.length === 1 ? only : undefined) : members.find(({ name }) => name === inner);
  if (member !== undefined) return placeOfMember(member);
  const names = members.map(({ name }) => name);
  const listed = `${names.slice(0, 12).join(", ")}${names.length > 12 ? ` and ${names.length - 12} more` : ""}`;
  throw inner === ""
    ? new SourceError(path, `holds several files: ${listed}.`, `Name one of them, e.g. ${archive}/${names[0]}.`)
    : new SourceError(path, `does not exist; ${basename(archive)} holds: ${listed}.`, "Name one of them.");
}

/** An Excel workbook under another name. */
export const isWorkbook = (members: readonly ZipMember[]): boolean =>
  members.some(({ name }) => name === "xl/workbook.xml");

function placeOfMember(member: ZipMember): FilePlace {
  const path = `${member.archive}/${member.name}`;
  if (member.bytes === 0) throw new SourceError(path, "is empty.", "Name a file with data in it.");
  return { path, bytes: member.compressedBytes, member };
}

async function placeOnDisk(path: string): Promise<FilePlace> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new SourceError(path, "is a folder, but a file was expected.", "Name one file in it.");
    if (!found.isFile()) throw new SourceError(path, "is not an ordinary file.", "Name a file.");
    if (found.size === 0) throw new SourceError(path, "is empty.", "Name a file with data in it.");
    return { path, bytes: found.size };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** @throws {SourceError} */
export async function firstBytes({ path, member }: FilePlace, count: number): Promise<Uint8Array> {
  if (member) {
    for await (const block of decompressedBlocks({ path, bytes: 0, member }, "none", count))
      return block.subarray(0, count);
    return new Uint8Array(0);
  }
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw await unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** The decompressed bytes, in blocks of about `chunkSize`. A check sum, where the file has one, is verified. */
export async function* decompressedBlocks(
  { path, member }: FilePlace,
  compression: Compression,
  chunkSize: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const file = member ? await openMember(member) : createReadStream(path, { highWaterMark: chunkSize });
  const stream = compression === "none" ? file : throughUnpacker(file, compression, chunkSize);
  try {
    const blocks = stream as AsyncIterable<Uint8Array>;
    for await (const block of member && compression === "none" ? gathered(blocks, chunkSize) : blocks) {
      signal?.throwIfAborted();
      yield block;
    }
  } catch (error) {
    signal?.throwIfAborted();
    const packed = compression === "none" && member ? "zip" : compression;
    throw await failedReading(path, packed, error as NodeJS.ErrnoException);
  } finally {
    file.destroy();
    stream.destroy();
  }
}

/** Small blocks joined to larger ones. */
async function* gathered(blocks: AsyncIterable<Uint8Array>, chunkSize: number): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const block of blocks) {
    parts.push(block);
    length += block.length;
    if (length < chunkSize) continue;
    yield Buffer.concat(parts);
    parts = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(parts);
}

function throughUnpacker(file: Readable, compression: "gzip" | "zstd", chunkSize: number): Readable {
  const options = { chunkSize };
  const decompressor = compression === "gzip" ? zlib.createGunzip(options) : zlib.createZstdDecompress(options);
  return pipeline(file, decompressor, () => undefined); // errors reach whoever reads the decompressor
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
  packed: Compression | "zip",
  cause: NodeJS.ErrnoException,
): Promise<SourceError> {
  if (packed === "none" || cause.syscall !== undefined) return unreadable(path, cause);
  const cutShort = cause.code === "Z_BUF_ERROR" || /end of file|srcSize/i.test(`${cause.code} ${cause.message}`);
  const fact = cutShort ? "ends too early: a part of it is missing." : `is damaged (${cause.message}).`;
  return new SourceError(path, `This ${packed} file ${fact}`, "Nothing of it was used; download or copy it again.", {
    cause,
  });
}
