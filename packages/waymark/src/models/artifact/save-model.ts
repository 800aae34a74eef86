import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Dataset } from "../../data/dataset.ts";
import { fingerprint } from "../../data/fingerprint.ts";
import { type Chunk, stageFile, writeAtomically } from "../../data/io/write-atomically.ts";
import { InvalidInputError } from "../../errors.ts";
import { programVersion } from "../../version.ts";
import type { ModelDefinition } from "../define-model.ts";
import type { Estimator, Model, ModelState } from "../model.ts";
import { modelFactory } from "../registry.ts";
import { tensor } from "../shared/model-state.ts";
import { bytesOf, Checksum, pieceBytes, sealOf } from "./checksum.ts";
import { packItemFeatures, packUserFeatures } from "./features.ts";
import { formatVersion, type Manifest } from "./manifest.ts";
import { encodeHeader, layOut, type StoredTensor, type Tensors } from "./safetensors.ts";
import { textTensors } from "./texts.ts";

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
  const tensors = pack(trained.model.state(), trained.data, modelFactory(trained.estimator.key));
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

/** Which features a model reads; those are saved with it. */
type FeaturesRead = Pick<ModelDefinition, "itemFeatures" | "userFeatures">;

type Named = readonly (readonly [string, StoredTensor])[];

/**
 * A model and its data as named tensors in three groups: `data/` what a list for a known learner needs, `model/` the
 * state's tensors, `numbers/` the rest of the state. Equal models give equal tensors in equal order.
 */
export const pack = (state: ModelState, data: Dataset, read: FeaturesRead): Tensors =>
  new Map([...packData(data, read), ...packState(state)]);

function packState({ numbers, tensors }: ModelState): Named {
  return [
    ...sorted(tensors).map(([name, stored]) => [`model/${name}`, stored] as const),
    ...sorted(numbers).map(([name, value]) => [`numbers/${name}`, tensor([], Float64Array.of(value))] as const),
  ];
}

/**
 * Ids, histories and titles; other features only for a model that reads them. Times, the order of rows and
 * published folds stay behind.
 */
function packData(data: Dataset, read: FeaturesRead): Named {
  const { users, items, userItems, interactions, itemFeatures, userFeatures } = data;
  return [
    ...textTensors("data/users", users.ids),
    ...textTensors("data/items", items.ids),
    ["data/histories.offsets", tensor([userItems.offsets.length], userItems.offsets)],
    ["data/histories.columns", tensor([userItems.size], userItems.columns)],
    ...(interactions.values ? ([["data/histories.values", narrowed(userItems.values)]] satisfies Named) : []),
    ...(itemFeatures ? packItemFeatures(itemFeatures, read.itemFeatures ?? []) : []),
    ...(userFeatures ? packUserFeatures(userFeatures, read.userFeatures ?? []) : []),
  ];
}

/** In half the space where nothing is lost by it: whole and half stars are exact in 32 bits. */
function narrowed(values: Float64Array): StoredTensor {
  const exact = values.every((value) => Math.fround(value) === value);
  return tensor([values.length], exact ? Float32Array.from(values) : values);
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
