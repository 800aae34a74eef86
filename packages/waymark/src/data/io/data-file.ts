import { SourceError } from "../../errors.ts";
import { changeOption } from "../../remedy.ts";
import { detectEncoding, detectUtf16, EncodingSample } from "./detect-encoding.ts";
import { decompressedBlocks, type FilePlace, findFileAt, firstBytes, unreadable } from "./file-bytes.ts";
import { type Compression, checkReadable, compressionOf } from "./file-kinds.ts";
import { encodingNamed, type TextReport, Utf8Stream } from "./text-encoding.ts";
import { findSheet, type Sheet, sheetBlocks } from "./workbook.ts";

export { unreadable };

/** A file that has been looked at: it exists, may be read, and is neither archive nor picture. */
export interface DataFile {
  /** Also into a zip archive: `exports.zip/grades.csv`. */
  readonly path: string;
  readonly compression: Compression;
  readonly kind: "text" | "parquet";
  /** Size on disk, compressed. */
  readonly bytes: number;
  /** Up to 128 KiB from the beginning, decompressed, in UTF-8, without byte order mark. */
  readonly head: Uint8Array;
  /** `head` is the whole file. */
  readonly isShort: boolean;
  readonly place: FilePlace;
  readonly text: TextReport;
  /** Of an Excel workbook, which is read as CSV. */
  readonly sheet?: Sheet;
}

export interface OpenOptions {
  /** Of text; found from the bytes when absent. */
  readonly encoding?: string | undefined;
  /** Of a workbook; the first with data in it when absent. */
  readonly sheet?: string | undefined;
}

const blockSize = 1 << 20;
const headSize = 1 << 17;

/** @throws {SourceError} for a file that is missing, empty, damaged or of another kind */
export async function openDataFile(
  path: string,
  signal?: AbortSignal,
  { encoding, sheet }: OpenOptions = {},
): Promise<DataFile> {
  signal?.throwIfAborted();
  const given = encoding === undefined ? undefined : encodingNamed(encoding);
  const place = await findFileAt(path);
  const start = await firstBytes(place, 512);
  if (start[0] === 0x50 && start[1] === 0x4b && start[2] === 3) return openWorkbook(place, sheet, signal);
  if (sheet !== undefined) throw new SourceError(place.path, "is no Excel workbook.", changeOption("omit", "sheet"));
  const compression = compressionOf(place.path, start);
  const { head, isShort } = await headOf(decompressedBlocks(place, compression, headSize, signal));
  const kind = checkReadable(place.path, head, given?.startsWith("utf-16"));
  if (kind === "parquet" && (compression !== "none" || place.member))
    throw new SourceError(place.path, "is a compressed Parquet file.", "Decompress it.");
  const found = given ?? detectUtf16(head);
  const text: TextReport = { isDetected: given === undefined, unreadable: 0, ...(found && { encoding: found }) };
  const file: DataFile = { path: place.path, compression, kind, bytes: place.bytes, head, isShort, place, text };
  if (kind === "parquet") return file;
  const decoded = await decodedHead(file, signal);
  text.unreadable = 0; // counted while the whole is read
  return { ...file, head: decoded };
}

/** Sheets of more than this as XML are refused before they fill the memory. */
const largestWorkbook = 2 ** 29;

async function openWorkbook(place: FilePlace, wanted: string | undefined, signal?: AbortSignal): Promise<DataFile> {
  if (place.bytes > largestWorkbook)
    throw new SourceError(
      place.path,
      `has ${Math.round(place.bytes / 1e6)} MB, more than a workbook of at most ${Math.round(largestWorkbook / 1e6)} MB.`,
      "Save the sheet as CSV.",
    );
  const blocks: Uint8Array[] = [];
  for await (const block of decompressedBlocks(place, "none", blockSize, signal)) blocks.push(block);
  const sheet = await findSheet(place.path, Buffer.concat(blocks), wanted);
  const { head, isShort } = await headOf(sheetBlocks(place.path, sheet, headSize));
  const text: TextReport = { encoding: "utf-8", isDetected: false, unreadable: 0 };
  return { path: place.path, compression: "none", kind: "text", bytes: place.bytes, head, isShort, place, text, sheet };
}

async function headOf(blocks: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; isShort: boolean }> {
  let head: Uint8Array | undefined;
  for await (const block of blocks) {
    if (head !== undefined) return { head, isShort: false };
    head = block;
  }
  return { head: head ?? new Uint8Array(0), isShort: true };
}

/** The decompressed text in UTF-8, in blocks of about 1 MiB, without byte order mark. */
export async function* blocksOf(file: DataFile, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (file.sheet) return yield* sheetBlocks(file.path, file.sheet, blockSize);
  file.text.unreadable = 0;
  const stream = new Utf8Stream(file.text, () => detectIn(file, signal));
  let isFirst = true;
  for await (const block of decompressedBlocks(file.place, file.compression, blockSize, signal)) {
    const text = await stream.next(block);
    yield isFirst ? withoutMark(text) : text;
    isFirst = false;
  }
  const rest = stream.finish();
  if (rest.length > 0) yield rest;
}

async function decodedHead(file: DataFile, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const stream = new Utf8Stream(file.text, () => detectIn(file, signal));
  const start = withoutMark(await stream.next(file.head));
  return file.isShort ? Buffer.concat([start, stream.finish()]) : start;
}

/** Bytes looked at for lines that are not ASCII, so that an enormous file is not read twice as a whole. */
const detectionLimit = 2 ** 28;

async function detectIn(file: DataFile, signal: AbortSignal | undefined): Promise<string> {
  const sample = new EncodingSample();
  let seen = 0;
  for await (const block of decompressedBlocks(file.place, file.compression, blockSize, signal)) {
    sample.add(block);
    seen += block.length;
    if (sample.isFull || (seen > detectionLimit && sample.bytes.length > 0)) break;
  }
  return detectEncoding(sample.bytes);
}

/** A small file of text as a whole. @throws {SourceError} */
export async function readText(path: string, { signal }: { signal?: AbortSignal | undefined } = {}): Promise<string> {
  return textOf(await openDataFile(path, signal), signal);
}

/** The text of a file that has been opened. */
export async function textOf(file: DataFile, signal?: AbortSignal): Promise<string> {
  const blocks: Uint8Array[] = [];
  for await (const block of blocksOf(file, signal)) blocks.push(block);
  return new TextDecoder().decode(Buffer.concat(blocks));
}

/** What a reader should know of how the file was opened, once it has been read. */
export function notesOnFile({ text, sheet }: DataFile): string[] {
  const notes: string[] = [];
  if (sheet && sheet.names.length > 1)
    notes.push(`Read from the sheet ${sheet.name}; the workbook has: ${sheet.names.join(", ")}.`);
  if (text.isDetected && text.encoding !== undefined && text.encoding !== "utf-8")
    notes.push(
      `The text is not UTF-8; it was read as ${text.encoding}, found from its bytes. Give the encoding if that is wrong.`,
    );
  if (text.unreadable > 0) {
    const count = text.unreadable.toLocaleString("en-GB");
    const [noun, verb] = text.unreadable === 1 ? ["character", "stands"] : ["characters", "stand"];
    notes.push(`${count} ${noun} could not be read as ${text.encoding} and ${verb} as � in the text.`);
  }
  return notes;
}

const withoutMark = (block: Uint8Array): Uint8Array =>
  block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf ? block.subarray(3) : block;
