import { open, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { ZipFile } from "yauzl";
import { SourceError } from "../../errors.ts";

/** One file inside a zip archive. */
export interface ZipMember {
  /** The path of the archive, on disk. */
  readonly archive: string;
  /** With the folders inside the archive, separated by `/`. */
  readonly name: string;
  readonly bytes: number;
  readonly compressedBytes: number;
}

/** Where a path leads that goes through a zip archive, e.g. `exports.zip/2021/grades.csv`. */
export interface PathInZip {
  readonly archive: string;
  /** "" for the archive itself. */
  readonly inner: string;
}

/** Deflate packs at most 1,032 bytes into one; text that is packed this tightly is there to fill a disk. */
const largestRatio = 500;
/** A member below this may be packed as tightly as it likes. */
const smallMember = 2 ** 28;

/** `undefined` where no zip archive stands on the way, the path itself included. */
export async function findZip(path: string): Promise<PathInZip | undefined> {
  const parts = path.split(/(?<=[/\\])/); // each with its separator
  for (let count = parts.length; count > 0; count--) {
    const archive = parts
      .slice(0, count)
      .join("")
      .replace(/(?<=.)[/\\]$/, "");
    const found = await stat(archive).catch(() => undefined);
    if (found === undefined) continue;
    if (!found.isFile() || !(await isZip(archive))) return undefined;
    return { archive, inner: parts.slice(count).join("").replaceAll("\\", "/").replace(/\/$/, "") };
  }
  return undefined;
}

async function isZip(path: string): Promise<boolean> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, 4, 0);
    return bytesRead === 4 && ["504b0304", "504b0506"].includes(Buffer.from(buffer).toString("hex"));
  } catch {
    return false; // who opens it will say what is wrong
  }
}

/** What computers add to archives on their own. */
const isClutter = (name: string): boolean => /^__MACOSX\/|(^|\/)(\.|Thumbs\.db$|desktop\.ini$)/i.test(name);

/** All files of an archive but for those the packing computer has added. @throws {SourceError} when it is damaged */
export async function membersOf(archive: string): Promise<readonly ZipMember[]> {
  return withZip(archive, async (zip) => {
    const members: ZipMember[] = [];
    for await (const { fileName: name, uncompressedSize: bytes, compressedSize: compressedBytes } of zip.eachEntry())
      if (!name.endsWith("/") && !isClutter(name)) members.push({ archive, name, bytes, compressedBytes });
    zip.close();
    return members;
  });
}

/**
 * The bytes of one member, its check sum verified.
 * @throws {SourceError} when it is encrypted, damaged, or packed so tightly that it looks like an attack
 */
export async function openMember({ archive, name, bytes, compressedBytes }: ZipMember): Promise<Readable> {
  const path = `${archive}/${name}`;
  if (bytes > smallMember && bytes > largestRatio * compressedBytes)
    throw new SourceError(
      path,
      `would unpack ${(compressedBytes / 1e6).toFixed(1)} MB to ${Math.round(bytes / 1e6).toLocaleString("en-GB")} MB, ` +
        `more than ${largestRatio} times as much, which is no ordinary table.`,
      "If you trust the archive, unzip it and name the file.",
    );
  return withZip(archive, async (zip) => {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      if (entry.isEncrypted())
        throw new SourceError(path, "is encrypted.", "Unzip it with its password and name the file.");
      const stream = await zip.openReadStreamPromise(entry);
      stream.once("close", () => zip.close());
      return stream;
    }
    throw new SourceError(path, "does not exist any more.", "Name a file in the archive.");
  });
}

/** The work closes the archive; where it fails, this does. */
async function withZip<T>(archive: string, work: (zip: ZipFile) => Promise<T>): Promise<T> {
  const { openPromise } = await import("yauzl");
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(archive, { lazyEntries: true, autoClose: false });
    return await work(zip);
  } catch (cause) {
    zip?.close();
    if (cause instanceof SourceError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(archive, `is a damaged zip archive (${reason}).`, "Download or copy it again.", { cause });
  }
}
