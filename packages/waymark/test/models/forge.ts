import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { sealOf } from "../../src/models/artifact/checksum.ts";
import type { TensorTable } from "../../src/models/artifact/safetensors.ts";

export interface Parts {
  table: TensorTable;
  manifest: Record<string, unknown>;
  data: Buffer;
}

/**
 * Rewrites a saved model with both checksums made right again, as somebody would who wants a wrong file to be read.
 * @param edit changes the parts in place
 */
export function forge(source: string, target: string, edit: (parts: Parts) => void): string {
  const parts = takeApart(source);
  edit(parts);
  const tensors = { bytes: parts.data.length, sha256: createHash("sha256").update(parts.data).digest("hex") };
  const manifest = JSON.stringify({ ...parts.manifest, tensors });
  const metadata = { format: "waymark", seal: sealOf(manifest, parts.table), manifest };
  writeRaw(target, JSON.stringify({ __metadata__: metadata, ...parts.table }), parts.data);
  return target;
}

export function takeApart(path: string): Parts {
  const file = readFileSync(path);
  const start = 8 + Number(file.readBigUInt64LE(0));
  const { __metadata__, ...table } = JSON.parse(file.subarray(8, start).toString());
  return { table, manifest: JSON.parse(__metadata__.manifest), data: Buffer.from(file.subarray(start)) };
}

/** Header length, header and data as given, right or wrong. */
export function writeRaw(path: string, header: string, data: Uint8Array = Buffer.alloc(0), length?: bigint): string {
  const json = Buffer.from(header);
  const prefix = Buffer.alloc(8);
  prefix.writeBigUInt64LE(length ?? BigInt(json.length));
  writeFileSync(path, Buffer.concat([prefix, json, data]));
  return path;
}

/** Replaces the bytes of one tensor, of the same length. */
export function overwrite(parts: Parts, name: string, values: Uint32Array | Float64Array | Uint8Array): void {
  const entry = parts.table[name];
  if (!entry) throw new Error(`no tensor ${name}; there are ${Object.keys(parts.table).join(", ")}`);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  if (bytes.length !== entry.data_offsets[1] - entry.data_offsets[0]) throw new Error(`${name} is of another length`);
  bytes.copy(parts.data, entry.data_offsets[0]);
}

/** The present values of one tensor, as a copy. */
export function peek(parts: Parts, name: string): Buffer<ArrayBuffer> {
  const [begin, end] = parts.table[name]!.data_offsets;
  return Buffer.from(new Uint8Array(parts.data.subarray(begin, end)).buffer);
}
