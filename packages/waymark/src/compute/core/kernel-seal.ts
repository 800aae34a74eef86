import { createHash } from "node:crypto";

/**
 * A seal at the end of a compiled build, as a custom section of WebAssembly, which engines pass over: the section's id and
 * length, its name, the digest of the sources, and the digest of all bytes before the seal. A file that is cut short, half
 * written or altered has none that holds.
 */
const digestLength = 32;
const name = Buffer.from("waymark");
const head = Uint8Array.of(0, 1 + name.length + 2 * digestLength, name.length, ...name);
const sealLength = head.length + 2 * digestLength;

const digestOf = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/** The compiled bytes with their seal. @param sources digest of what they were compiled from, 32 bytes */
export const sealed = (compiled: Uint8Array, sources: Uint8Array): Uint8Array =>
  Buffer.concat([compiled, head, sources, digestOf(compiled)]);

/** The digest of the sources of a sealed build; `undefined` where the bytes are not as they were sealed. */
export function readSeal(bytes: Uint8Array): Uint8Array | undefined {
  const end = bytes.length - sealLength;
  if (end < 0) return undefined;
  const sources = end + head.length;
  const contents = sources + digestLength;
  if (Buffer.compare(bytes.subarray(end, sources), head) !== 0) return undefined;
  if (Buffer.compare(bytes.subarray(contents), digestOf(bytes.subarray(0, end))) !== 0) return undefined;
  return bytes.subarray(sources, contents);
}
