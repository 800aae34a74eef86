import { SourceError } from "../../errors.ts";
import { detectUtf16 } from "./detect-encoding.ts";

/** First bytes of kinds of file that hold no plain table, with what to do about each. */
const foreignKinds: readonly (readonly [signature: string, kind: string, remedy: string])[] = [
  ["504b0304", "a zip archive in another file", "Unpack it and name the file inside."],
  ["504b0506", "an empty zip archive", "Name a file with data in it."],
  ["d0cf11e0", "an old or encrypted Office document", "Open it and save it as .xlsx, or save the sheet as CSV."],
  ["25504446", "a PDF", "Name a CSV, JSON lines or Parquet file."],
  ["425a68", "compressed with bzip2", "Decompress it with bunzip2 first."],
  ["fd377a585a00", "compressed with xz", "Decompress it with unxz first."],
  ["377abcaf271c", "a 7z archive", "Unpack it and name the file inside."],
  ["526172211a07", "a RAR archive", "Unpack it and name the file inside."],
  ["53514c69746520666f726d61742033", "an SQLite database", "Export the table as CSV."],
  ["fffe0000", "UTF-32 text", "Save it as UTF-8."],
  ["0000feff", "UTF-32 text", "Save it as UTF-8."],
];

export type Compression = "gzip" | "zstd" | "none";

/** @throws {SourceError} for archives and documents of other kinds */
export function compressionOf(path: string, head: Uint8Array): Compression {
  const start = hex(head.subarray(0, 16));
  if (start.startsWith("1f8b")) return "gzip";
  if (start.startsWith("28b52ffd")) return "zstd";
  checkReadable(path, head);
  return "none";
}

/**
 * @param isWide zeros are parts of characters
 * @throws {SourceError} when decompressed bytes are neither text nor Parquet
 */
export function checkReadable(path: string, head: Uint8Array, isWide = false): "text" | "parquet" {
  if (head.length === 0) throw new SourceError(path, "is empty.", "Name a file with data in it.");
  const start = hex(head.subarray(0, 16));
  if (start.startsWith("50415231")) return "parquet";
  for (const [signature, kind, remedy] of foreignKinds)
    if (start.startsWith(signature)) throw new SourceError(path, `is ${kind}.`, remedy);
  if (new TextDecoder("latin1").decode(head.subarray(257, 262)) === "ustar")
    throw new SourceError(path, "is a tar archive.", "Unpack it and name the file inside.");
  if (head.includes(0) && !isWide && detectUtf16(head) === undefined)
    throw new SourceError(path, "is a binary file, not text.", "Name a CSV, JSON lines or Parquet file.");
  const beginning = new TextDecoder().decode(head.subarray(0, 200)).trimStart();
  if (/^<(!doctype|html|table|\?xml|[a-z]+:)/i.test(beginning))
    throw new SourceError(
      path,
      "is a web page or XML, not a table.",
      "Open it in a spreadsheet and save it as .xlsx or CSV.",
    );
  return "text";
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
