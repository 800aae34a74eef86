import { randomUUID } from "node:crypto";
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm, rmdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { StorageError } from "../../errors.ts";

export type Chunk = string | Uint8Array;

/** What to write: all at once, or piece by piece so that large files need no copy in memory. */
export type Contents = Chunk | Iterable<Chunk> | AsyncIterable<Chunk>;

export interface WriteOptions {
  readonly signal?: AbortSignal;
}

/** A file written and flushed to disk under a temporary name beside its place, not yet visible there. */
export interface StagedFile {
  /** Puts it in place of whatever stood there. @throws {StorageError} */
  commit(): Promise<void>;
  /** Removes the temporary file. */
  discard(): Promise<void>;
}

/**
 * Writes a file so that at every moment, power cuts included, the path holds either the old contents or the new ones
 * whole: written beside, flushed, then renamed. Missing parent folders are made; a link is followed, or
 * replaced where it leads nowhere; a device or pipe (`/dev/stdout`) is written straight through.
 *
 * @throws {StorageError} when the disk is full, the folder read-only …; nothing is left behind
 */
export async function writeAtomically(path: string, contents: Contents, options: WriteOptions = {}): Promise<void> {
  const staged = await stageFile(path, contents, options);
  await staged.commit();
}

/** The first half of `writeAtomically`, for several files that must appear together. @throws {StorageError} */
export async function stageFile(path: string, contents: Contents, { signal }: WriteOptions = {}): Promise<StagedFile> {
  signal?.throwIfAborted();
  const made: string[] = [];
  let temporary: string | undefined;
  const discard = async (): Promise<void> => {
    if (temporary !== undefined) await rm(temporary, { force: true });
    for (const folder of made) await rmdir(folder).catch(() => undefined); // not empty: someone else's by now
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      await discard().catch(() => undefined);
      if (signal?.aborted || !isSystemError(error)) throw error;
      throw new StorageError(path, error);
    }
  };

  return guarded(async () => {
    const target = await realpath(path).catch(() => resolve(path));
    const found = await lstat(target).catch(() => undefined);
    const standing = found?.isSymbolicLink() ? undefined : found; // still a link: it leads nowhere
    if (standing?.isDirectory())
      throw Object.assign(new Error("a folder stands there"), { code: "EISDIR", syscall: "open" });
    if (standing !== undefined && !standing.isFile()) {
      await writeTo(await open(target, "w"), contents, signal, false);
      return { commit: async () => undefined, discard };
    }
    const folder = dirname(target);
    made.push(...foldersBetween(folder, await mkdir(folder, { recursive: true })));
    temporary = join(folder, `.waymark-${randomUUID()}.tmp`);
    await writeTo(await open(temporary, "wx", standing?.mode ?? 0o666), contents, signal, true);
    const written = temporary;
    return {
      commit: () =>
        guarded(async () => {
          await rename(written, target);
          await flushFolder(folder);
        }),
      discard,
    };
  });
}

async function writeTo(file: FileHandle, contents: Contents, signal: AbortSignal | undefined, flush: boolean) {
  try {
    const chunks = typeof contents === "string" || contents instanceof Uint8Array ? [contents] : contents;
    for await (const chunk of chunks) {
      signal?.throwIfAborted();
      await writeWhole(file, typeof chunk === "string" ? Buffer.from(chunk) : chunk);
    }
    signal?.throwIfAborted();
    if (flush) await file.sync();
  } finally {
    await file.close();
  }
}

/** The system may take less than it is given, and never takes 2 GiB at once. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let start = 0; start < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, start, Math.min(bytes.length - start, 2 ** 28));
    start += bytesWritten;
  }
}

/** Folders `mkdir` has just made, innermost first; `outermost` is what it returned. */
function foldersBetween(innermost: string, outermost: string | undefined): string[] {
  if (outermost === undefined) return [];
  const folders: string[] = [];
  for (let folder = innermost; folder.length >= outermost.length; folder = dirname(folder)) folders.push(folder);
  return folders;
}

/** Makes the rename itself durable. Not every system can open a folder; the file is whole either way. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string" && "syscall" in error;
