import { createHash } from "node:crypto";
import { Pacer } from "../../compute/pacer.ts";
import type { StoredTensor, TensorTable } from "./safetensors.ts";

/** Bytes hashed or written between two looks at the abort signal. */
export const pieceBytes = 2 ** 24;

export const bytesOf = ({ data }: StoredTensor): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** SHA-256 over bytes that arrive in parts, interruptible between pieces. */
export class Checksum {
  readonly #hash = createHash("sha256");
  readonly #pacer: Pacer;

  constructor(signal?: AbortSignal) {
    this.#pacer = new Pacer(signal);
  }

  async add(bytes: Uint8Array): Promise<void> {
    for (let start = 0; start < bytes.length; start += pieceBytes) {
      this.#hash.update(bytes.subarray(start, start + pieceBytes));
      await this.#pacer.pause();
    }
  }

  /** Hexadecimal, 64 digits. */
  digest(): string {
    return this.#hash.digest("hex");
  }
}

/** Seals what the checksum of the numbers does not cover: the manifest's text and the table of tensors. */
export const sealOf = (manifest: string, table: TensorTable): string =>
  createHash("sha256").update(manifest).update(JSON.stringify(table)).digest("hex");
