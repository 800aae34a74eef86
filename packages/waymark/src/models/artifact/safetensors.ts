import type { FileHandle } from "node:fs/promises";
import { z } from "zod";
import { ArtifactError } from "../../errors.ts";

/**
 * Named tensors in one file, in safetensors form:
 *
 *     8 bytes   length of the header, little-endian
 *     header    JSON: { "__metadata__": { text: text }, name: { dtype, shape, data_offsets: [begin, end] }, … }
 *     data      the tensors' bytes, little-endian, without gaps; offsets count from here
 *
 * The header is padded with spaces and wide numbers stand first, so that every tensor begins at a multiple of its width.
 *
 * @see https://huggingface.co/docs/safetensors, format description; files read with Python's `safetensors` as they are.
 */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array | Float32Array | Uint32Array | Uint8Array;
}

export type Tensors = ReadonlyMap<string, StoredTensor>;

const arrays = { F64: Float64Array, F32: Float32Array, U32: Uint32Array, U8: Uint8Array } as const;

const tableSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(["F64", "F32", "U32", "U8"]),
    shape: z.array(z.int().nonnegative()).max(8),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);
/** Place and shape of each tensor, as in the header. */
export type TensorTable = z.infer<typeof tableSchema>;

/** The length reference implementations refuse to go beyond: 100 MB. */
const longestHeader = 100_000_000;

/** Offsets for tensors written in the order returned, wide numbers first. */
export function layOut(tensors: Tensors): { readonly table: TensorTable; readonly order: readonly StoredTensor[] } {
  const sorted = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const table: TensorTable = {};
  let begin = 0;
  for (const [name, { shape, data }] of sorted) {
    const end = begin + data.byteLength;
    table[name] = { dtype: dtypeOf(data), shape: [...shape], data_offsets: [begin, end] };
    begin = end;
  }
  return { table, order: sorted.map(([, stored]) => stored) };
}

/** All that stands before the tensors' bytes. */
export function encodeHeader(table: TensorTable, metadata: Readonly<Record<string, string>>): Uint8Array {
  const json = Buffer.from(JSON.stringify({ __metadata__: metadata, ...table }));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded, " ");
  bytes.writeBigUInt64LE(BigInt(padded));
  json.copy(bytes, 8);
  return bytes;
}

/** The header of a file, before any tensor is read or its table checked. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly table: unknown;
  /** Where the tensors' bytes begin in the file. */
  readonly dataStart: number;
  readonly dataBytes: number;
}

/** @throws {ArtifactError} for a file that is empty, cut off or not in safetensors form */
export async function readHeader(file: FileHandle, path: string): Promise<Header> {
  const { size } = await file.stat();
  if (size === 0) throw new ArtifactError(path, "the file is empty.");
  const foreign = () => new ArtifactError(path, "the file is of another kind.", "Name a file saved by waymark train.");
  const start = await readBytes(file, 0, Math.min(size, 9), path);
  if (size < 9) throw foreign();
  const length = start.readBigUInt64LE(0);
  if (length > longestHeader || start[8] !== "{".charCodeAt(0)) throw foreign();
  const dataStart = 8 + Number(length);
  if (dataStart > size) throw cutOff(path, size, dataStart);
  const text = (await readBytes(file, 8, Number(length), path)).toString("utf8");
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw new ArtifactError(path, "its header is damaged (not JSON).", undefined, { cause });
  }
  const parsed = z.looseObject({ __metadata__: z.record(z.string(), z.string()).optional() }).safeParse(header);
  if (!parsed.success) throw new ArtifactError(path, "its header is damaged (no metadata of texts).");
  const { __metadata__: metadata = {}, ...table } = parsed.data;
  return { metadata, table, dataStart, dataBytes: size - dataStart };
}

/** The table of a header, every entry checked against its neighbours and the file. @throws {ArtifactError} */
export function checkTable({ table, dataStart, dataBytes }: Header, path: string): TensorTable {
  const parsed = tableSchema.safeParse(table);
  if (!parsed.success) throw new ArtifactError(path, `its tensor table is damaged: ${z.prettifyError(parsed.error)}`);
  let reached = 0;
  for (const [name, { dtype, shape, data_offsets }] of inFileOrder(parsed.data)) {
    const [begin, end] = data_offsets;
    const bytes = shape.reduce((product, extent) => product * extent, arrays[dtype].BYTES_PER_ELEMENT);
    if (begin !== reached)
      throw new ArtifactError(path, `tensor ${name} begins at byte ${begin}, where ${reached} was expected.`);
    if (end - begin !== bytes)
      throw new ArtifactError(path, `tensor ${name} has ${end - begin} bytes for a shape of ${bytes}.`);
    reached = end;
  }
  if (reached > dataBytes) throw cutOff(path, dataStart + dataBytes, dataStart + reached);
  if (reached < dataBytes) throw new ArtifactError(path, `${dataBytes - reached} bytes follow after its end.`);
  return parsed.data;
}

/** Every tensor in an array of its own, and its bytes handed to `onBytes` in file order. @throws {ArtifactError} */
export async function readTensors(
  file: FileHandle,
  table: TensorTable,
  dataStart: number,
  path: string,
  onBytes: (bytes: Uint8Array) => Promise<void> | void,
): Promise<Tensors> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { dtype, shape, data_offsets }] of inFileOrder(table)) {
    const bytes = await readBytes(file, dataStart + data_offsets[0], data_offsets[1] - data_offsets[0], path);
    await onBytes(bytes);
    tensors.set(name, { shape, data: new arrays[dtype](bytes.buffer) });
  }
  return tensors;
}

/** Exactly `length` bytes in a buffer that owns its memory, read in pieces: no system call takes 2 GiB. */
async function readBytes(
  file: FileHandle,
  position: number,
  length: number,
  path: string,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  for (let read = 0; read < length; ) {
    const { bytesRead } = await file.read(bytes, read, Math.min(length - read, 2 ** 28), position + read);
    if (bytesRead === 0) throw cutOff(path, position + read, position + length);
    read += bytesRead;
  }
  return bytes;
}

/** Tensors by where they stand; empty ones, which share a place with the next, first. */
const inFileOrder = (table: TensorTable): [string, TensorTable[string]][] =>
  Object.entries(table).sort(([, { data_offsets: a }], [, { data_offsets: b }]) => a[0] - b[0] || a[1] - b[1]);

const cutOff = (path: string, has: number, needs: number): ArtifactError =>
  new ArtifactError(path, `it is cut off: ${has} of ${needs} bytes are there.`, "Copy or save it again.");

function dtypeOf(data: StoredTensor["data"]): keyof typeof arrays {
  if (data instanceof Float64Array) return "F64";
  if (data instanceof Float32Array) return "F32";
  return data instanceof Uint32Array ? "U32" : "U8";
}
