import * as zlib from "node:zlib"; // whole: an older Node lacks zstd, and must get as far as the check of its version
import type { Compressors } from "hyparquet";

/**
 * The codecs a Parquet page may be packed with. Node's own libraries unpack gzip, zstd and Brotli, natively and with their
 * check sums verified; Snappy and both forms of LZ4 come from hyparquet-compressors.
 */
export async function parquetCodecs(): Promise<Compressors> {
  const { compressors } = await import("hyparquet-compressors");
  return {
    ...compressors,
    GZIP: (packed) => plainBytes(zlib.gunzipSync(packed)),
    ZSTD: (packed) => plainBytes(zlib.zstdDecompressSync(packed)),
    BROTLI: (packed) => plainBytes(zlib.brotliDecompressSync(packed)),
  };
}

/** A plain view: the reader builds further views of the class it is given, and slices of a `Buffer` share its bytes. */
const plainBytes = ({ buffer, byteOffset, byteLength }: Buffer): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
