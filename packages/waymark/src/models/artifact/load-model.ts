import { type FileHandle, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Core } from "../../compute/core/core.ts";
import type { Dataset } from "../../data/dataset.ts";
import { ArtifactError } from "../../errors.ts";
import type { RegisteredModel } from "../define-model.ts";
import type { Model } from "../model.ts";
import { modelFactories, modelFactory } from "../registry.ts";
import { Checksum, sealOf } from "./checksum.ts";
import { type Manifest, parseManifest } from "./manifest.ts";
import { checkTable, readHeader, readTensors, type Tensors } from "./safetensors.ts";
import { manifestName, modelFileEnding, tensorsName } from "./save-model.ts";
import { unpackData, unpackState } from "./unpack.ts";

export interface LoadedModel {
  readonly model: Model;
  readonly kind: RegisteredModel;
  readonly manifest: Manifest;
  /** Ids, histories, titles and the features the model reads; no times, no published folds. */
  readonly data: Dataset;
}

/** Is this the path of a saved model rather than of data? Decided by names alone; the contents may still be damaged. */
export async function isModelPath(path: string): Promise<boolean> {
  if (path.endsWith(modelFileEnding)) return true;
  const files = [manifestName, tensorsName].map((name) => stat(join(path, name)).then((found) => found.isFile()));
  return Promise.all(files).then(
    (found) => found.every(Boolean),
    () => false,
  );
}

/**
 * Reads a model saved by `saveModel`. Nothing in the file is run, and nothing of it is used before its checksums and
 * every size, offset and index have been checked. The caller owns the model: see `Model`.
 *
 * @param options.core where the model keeps numbers of its own, if it does. @defaultValue the shared one
 * @throws {ArtifactError} when it is missing, cut off, changed, of another kind, of a newer format …
 */
export async function loadModel(
  path: string,
  { signal, core }: { readonly signal?: AbortSignal; readonly core?: Core } = {},
): Promise<LoadedModel> {
  signal?.throwIfAborted();
  const { manifest, tensors } = await reading(path, async () => {
    const isFolder = (await stat(path)).isDirectory();
    const text = isFolder ? await readFile(join(path, manifestName), "utf8") : undefined;
    if (text !== undefined) parseManifest(text, path); // a newer format may have other tensors too: say that first
    const file = await open(isFolder ? join(path, tensorsName) : path);
    try {
      return await readFrom(file, path, text, signal);
    } finally {
      await file.close();
    }
  });
  return rebuild(path, manifest, tensors, core);
}

async function readFrom(file: FileHandle, path: string, manifestFile: string | undefined, signal?: AbortSignal) {
  const header = await readHeader(file, path);
  const text = manifestFile ?? header.metadata.manifest;
  if (text === undefined || header.metadata.format !== "waymark")
    throw new ArtifactError(
      path,
      "it is a safetensors file, but not one of Waymark's.",
      "Name a file saved by Waymark.",
    );
  const manifest = parseManifest(text, path);
  const table = checkTable(header, path);
  if (header.metadata.seal !== sealOf(text, table))
    throw new ArtifactError(path, "its manifest or tensor table was changed after it was saved.");
  const checksum = new Checksum(signal);
  const tensors = await readTensors(file, table, header.dataStart, path, (bytes) => checksum.add(bytes));
  if (checksum.digest() !== manifest.tensors.sha256)
    throw new ArtifactError(path, "its numbers were damaged or changed after it was saved (the checksum differs).");
  return { manifest, tensors };
}

function rebuild(path: string, manifest: Manifest, tensors: Tensors, core?: Core): LoadedModel {
  const { plugin, model: key } = manifest;
  if (plugin !== undefined && !modelFactories.some((factory) => factory.key === key))
    throw new ArtifactError(
      path,
      `it holds the model ${JSON.stringify(key)} of the plugin ${plugin}, which is not loaded.`,
      `Load the plugin first; in a program, call registerModel with its factory.`,
    );
  try {
    const kind = modelFactory(manifest.model);
    const { params } = kind.create(manifest.params);
    const data = unpackData(tensors, manifest);
    const model = kind.restore(unpackState(tensors), data, params as never, core && { core });
    return { model, kind, manifest, data };
  } catch (cause) {
    throw new ArtifactError(path, reasonOf(cause), rebuildRemedy, { cause });
  }
}

/** Failures of the file system, reported as what they mean for a model. */
async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof Error) || !("syscall" in error)) throw error;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    throw new ArtifactError(
      path,
      missing ? "there is no such file, or a part of the folder is missing." : `the system reports ${code}.`,
      missing ? "Check the path." : "Check its permissions.",
      { cause: error },
    );
  }
}

const rebuildRemedy =
  "Update Waymark, or train the model again; a model of your own must be registered first (registerModel, or its plugin loaded).";

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
