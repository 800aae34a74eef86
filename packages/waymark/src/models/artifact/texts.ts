import { isUtf8 } from "node:buffer";
import { InvalidInputError, ShapeError } from "../../errors.ts";
import type { StoredTensor, Tensors } from "./safetensors.ts";

/**
 * A list of texts as two tensors: all UTF-8 bytes in a row, and where each text begins, shape `(texts + 1)`; with
 * absent entries, a third of 0 and 1.
 *
 * @throws {InvalidInputError} for a text with half a surrogate pair, which UTF-8 cannot hold
 */
export function textTensors(
  name: string,
  texts: readonly (string | undefined)[],
): readonly (readonly [string, StoredTensor])[] {
  const offsets = new Uint32Array(texts.length + 1);
  const present = new Uint8Array(texts.length);
  let total = 0;
  texts.forEach((text, t) => {
    if (text !== undefined && !text.isWellFormed())
      throw new InvalidInputError(name, "text that UTF-8 can hold", text, "Remove the broken character.");
    present[t] = text === undefined ? 0 : 1;
    total += Buffer.byteLength(text ?? "");
    if (total > 0xffff_ffff) throw new InvalidInputError(name, "at most 4 GiB of text", `${total} bytes`);
    offsets[t + 1] = total;
  });
  const bytes = Buffer.from(new ArrayBuffer(total));
  texts.forEach((text, t) => {
    bytes.write(text ?? "", offsets[t]!);
  });
  return [
    [`${name}.bytes`, { shape: [total], data: new Uint8Array(bytes.buffer) }],
    [`${name}.offsets`, { shape: [offsets.length], data: offsets }],
    ...(present.includes(0) ? ([[`${name}.present`, { shape: [present.length], data: present }]] as const) : []),
  ];
}

/** @throws {ShapeError} when a part is missing, points outside or is no UTF-8 */
export function takeTexts(tensors: Tensors, name: string): (string | undefined)[] {
  const bytes = tensors.get(`${name}.bytes`)?.data;
  const offsets = tensors.get(`${name}.offsets`)?.data;
  if (!(bytes instanceof Uint8Array) || !(offsets instanceof Uint32Array))
    throw new ShapeError(`texts ${name}`, "bytes and offsets", "none or others");
  const ascending = offsets[0] === 0 && offsets.every((offset, t) => t === 0 || offset >= offsets[t - 1]!);
  if (!ascending || offsets.at(-1) !== bytes.length)
    throw new ShapeError(`texts ${name}`, `offsets ascending from 0 to ${bytes.length}`, "others");
  if (!isUtf8(bytes)) throw new ShapeError(`texts ${name}`, "UTF-8", "other bytes");
  const present = tensors.get(`${name}.present`)?.data;
  if (present !== undefined && !(present instanceof Uint8Array && present.length === offsets.length - 1))
    throw new ShapeError(`texts ${name}`, `${offsets.length - 1} marks of presence`, "others");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: offsets.length - 1 }, (_, t) =>
    present?.[t] === 0 ? undefined : buffer.toString("utf8", offsets[t]!, offsets[t + 1]!),
  );
}

/** Texts none of which may be absent. @throws {ShapeError} */
export function takeAllTexts(tensors: Tensors, name: string): readonly string[] {
  const texts = takeTexts(tensors, name);
  if (texts.includes(undefined)) throw new ShapeError(name, "a text in every place", "a gap");
  return texts as readonly string[];
}
