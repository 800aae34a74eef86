import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { fingerprint } from "../../data/fingerprint.ts";
import { type Chunk, stageFile, writeAtomically } from "../../data/io/write-atomically.ts";
import { InvalidInputError } from "../../errors.ts";
import { programVersion } from "../../version.ts";
import type { RegisteredModel } from "../define-model.ts";
import type { Estimator, Model } from "../model.ts";
import { modelFactories, pluginOf } from "../registry.ts";
import { bytesOf, Checksum, pieceBytes, sealOf } from "./checksum.ts";
import { formatVersion, type Manifest } from "./manifest.ts";
import { pack } from "./pack.ts";
import { encodeHeader, layOut, type StoredTensor } from "./safetensors.ts";

/** A model with all that makes it usable later: what it was made by, with which seed, from which data. */
export interface TrainedModel {
  readonly estimator: Pick<Estimator, "key" | "params">;
  readonly seed: number;
  readonly model: Model;
  /** The data it was trained with. */
  readonly data: Dataset;
  /** Figures of the evaluation it was chosen by; those that are not finite are left out. */
  readonly metrics?: Readonly<Record<string, number>>;
}

export interface SaveOptions {
  readonly signal?: AbortSignal;
  /** @defaultValue now */
  readonly createdAt?: Date;
}

/** Ending of a model saved as one file; a path with any other ending becomes a folder. */
export const modelFileEnding = ".waymark";
export const manifestName = "manifest.json";
export const tensorsName = "tensors.safetensors";

/**
 * Saves a model as one file when `path` ends in `.waymark`, else as a folder of `manifest.json` and
 * `tensors.safetensors`. A `.waymark` path holds the old model or the whole new one, at every moment. Same model, data and
 * `createdAt`: same bytes. See docs/decisions/0005-artifact-format.md.
 *
 * @throws {StorageError} when writing fails @throws {InvalidInputError} for a folder that holds something else
 */
export async function saveModel(path: string, trained: TrainedModel, options: SaveOptions = {}): Promise<Manifest> {
  const { signal } = options;
  const tensors = pack(trained.model.state(), trained.data, registeredFactory(trained.estimator.key));
  const { table, order } = layOut(tensors);
  const checksum = new Checksum(signal);
  for (const stored of order) await checksum.add(bytesOf(stored));
  const bytes = order.reduce((sum, { data }) => sum + data.byteLength, 0);
  const manifest = describe(trained, { bytes, sha256: checksum.digest() }, options.createdAt ?? new Date());
  const single = path.endsWith(modelFileEnding);
  const text = single ? JSON.stringify(manifest) : `${JSON.stringify(manifest, null, 2)}\n`;
  const seal = sealOf(text, table);
  const metadata = { format: "waymark", seal, ...(single && { manifest: text }) };
  const contents = pieces(encodeHeader(table, metadata), order);
  const writing = signal ? { signal } : {};
  if (single) await writeAtomically(path, contents, writing);
  else await writeFolder(path, text, contents, writing);
  return manifest;
}

/** @throws {InvalidInputError} for a model that could not be loaded again */
function registeredFactory(key: string): RegisteredModel {
  const found = modelFactories.find((factory) => factory.key === key);
  if (found !== undefined) return found;
  throw new InvalidInputError(
    "estimator",
    { sentence: `The model ${key} is not registered, so it could not be loaded again.` },
    key,
    "Call registerModel with its factory first, here and where it is loaded; on the command line, its plugin does.",
  );
}

function describe(
  { estimator, seed, data, metrics }: TrainedModel,
  tensors: Manifest["tensors"],
  createdAt: Date,
): Manifest {
  const finite = Object.entries(metrics ?? {}).filter(([, value]) => Number.isFinite(value));
  return {
    format: formatVersion,
    waymark: programVersion,
    createdAt: createdAt.toISOString(),
    model: estimator.key,
    ...(pluginOf(estimator.key) !== undefined && { plugin: pluginOf(estimator.key) }),
    params: { ...estimator.params },
    seed,
    data: {
      name: data.name,
      fingerprint: fingerprint(data),
      users: data.users.size,
      items: data.items.size,
      interactions: data.userItems.size,
      feedback: data.feedback,
      ...(data.scale && { scale: data.scale }),
    },
    ...(finite.length > 0 && { metrics: Object.fromEntries(finite) }),
    tensors,
  };
}

/** Both files are whole on disk before either is put in place; a reader between the two sees a seal that does not fit. */
async function writeFolder(
  path: string,
  manifest: string,
  tensors: Iterable<Chunk>,
  writing: { signal?: AbortSignal },
) {
  const names = await readdir(path).catch((): string[] => []);
  if (names.length > 0 && !names.includes(tensorsName))
    throw new InvalidInputError(
      "path",
      `a ${modelFileEnding} file, a new folder or the folder of a saved model`,
      path,
      "That folder holds other files.",
    );
  const numbers = await stageFile(join(path, tensorsName), tensors, writing);
  const words = await stageFile(join(path, manifestName), manifest, writing).catch(async (error) => {
    await numbers.discard();
    throw error;
  });
  await numbers.commit();
  await words.commit();
}

function* pieces(header: Uint8Array, order: readonly StoredTensor[]): Iterable<Chunk> {
  yield header;
  for (const stored of order) {
    const bytes = bytesOf(stored);
    for (let start = 0; start < bytes.length; start += pieceBytes) yield bytes.subarray(start, start + pieceBytes);
  }
}
