import type { Core } from "../../compute/core/core.ts";
import { wholeVectors } from "../../compute/core/whole-vectors.ts";
import { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../../data/dataset.ts";
import { FitDivergedError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import { number } from "../params.ts";
import { coOccurrences } from "../shared/co-occurrences.ts";
import { takeCsr } from "../shared/model-state.ts";
import { SparseWeightsModel } from "../shared/sparse-weights-model.ts";

const params = {
  l1: number({
    min: 0,
    max: 1e6,
    default: 2,
    description:
      "What a weight must explain before it is above 0, in takers; more leaves fewer courses speak for a course.",
  }),
  l2: number({
    min: 0,
    max: 1e7,
    default: 100,
    description: "Added to how often a course was taken; more trusts rare coincidences less.",
  }),
};

/** What is minimized, see `slim`, and how far. */
export interface SlimSettings {
  readonly l1: number;
  readonly l2: number;
  /** Descent ends when no weight would move farther. */
  readonly tolerance: number;
}

const TOLERANCE = 1e-4;
const BLOCK = 256; // courses whose weights lie dense in memory at a time

/**
 * Few item-to-item weights above 0, learned for each course j on its own: of all w ≥ 0 with w_j = 0 the one that minimizes
 *
 *     ½ |x_j − X w|² + l1 Σ w + ½ l2 |w|²,   X the 0/1 matrix of who took what, x_j its column j
 *     score(u, j) = Σ over the history i of W_ij,   W_·j = w
 *
 * Coordinate descent on XᵀX with active sets, all threads; O(Σᵤ nᵤ²) for XᵀX, then about courses · (courses · weights of a
 * course); 4 · courses² bytes while training, 12 bytes a weight after. Weights are float32.
 *
 * @see Ning & Karypis 2011, doi:10.1109/ICDM.2011.134; Friedman, Hastie & Tibshirani 2010, doi:10.18637/jss.v033.i01 (descent).
 * Deviations: none in the objective (their λ is l1, their β is l2). scikit-learn's ElasticNet(alpha, l1_ratio, positive) on n
 * learners is l1 = n · alpha · l1_ratio, l2 = n · alpha · (1 − l1_ratio).
 */
export const slim = defineModel({
  key: "slim",
  summary: "Learns for each course which few others speak for it, and how much (sparse linear weights).",
  family: "linear",
  expectedSeconds: ({ items, cells }) => 0.05 + 1e-7 * items ** 2 + 3e-9 * cells,
  explains: true,
  feedback: "implicit",
  params,
  async fit(data, { l1, l2 }, options) {
    return new SparseWeightsModel(data.items, await trainSlim(data, { l1, l2, tolerance: TOLERANCE }, options));
  },
  restore: (state, data) =>
    new SparseWeightsModel(data.items, takeCsr(state, "weights", data.items.size, data.items.size)),
});

/** W, row i the weights of item i for all others. @throws {MemoryLimitError} before anything is allocated @throws {FitDivergedError} */
export async function trainSlim(data: Dataset, settings: SlimSettings, options: FitOptions = {}): Promise<CsrMatrix> {
  const { core } = withCore(options);
  const items = data.items.size;
  const ld = paddedWidth(items);
  const needed = 4 * (ld * ld + BLOCK * ld + 4 * data.userItems.size);
  core.ensureMemory(
    needed,
    `Training slim for ${items} courses`,
    "Use a model without a square of courses, e.g. rp3beta or als.",
  );
  const arena = core.arena();
  try {
    const { signal, threads } = options;
    const G = await coOccurrences(core, arena, data, ld, { signal, threads });
    await core.run("mirror", ld, { A: G, width: ld }, { signal, threads, cost: ld });
    return await elasticNets(core, G, items, settings, options);
  } finally {
    arena.dispose();
  }
}

/** Rows of XᵀX are whole vectors of 16. */
export const paddedWidth = (items: number): number => wholeVectors(Math.max(1, items));

/**
 * The weights of all items from XᵀX; row i the weights of item i for all others. The same bits on any number of threads.
 * @param G XᵀX in the core's memory, shape (ld, ld), ld = paddedWidth(items), 0 in the padding
 */
export async function elasticNets(
  core: Core,
  G: Float32Array,
  items: number,
  { l1, l2, tolerance }: SlimSettings,
  { signal, threads, onProgress }: FitOptions = {},
): Promise<CsrMatrix> {
  const ld = paddedWidth(items);
  const offsets = new Uint32Array(items + 1);
  const columns: Uint32Array[] = [];
  const values: Float64Array[] = [];
  const arena = core.arena();
  try {
    const W = arena.f32(BLOCK * ld);
    for (let first = 0; first < items; first += BLOCK) {
      const rows = Math.min(BLOCK, items - first);
      const args = { G, W, items, ld, l1, l2, tolerance, first, rows };
      await core.run("elasticNet", rows, args, { signal, threads, cost: 1e6 });
      for (let b = 0; b < rows; b++) {
        const row = W.subarray(b * ld, b * ld + items);
        const used = Uint32Array.from(positions(row));
        columns.push(used);
        values.push(Float64Array.from(used, (i) => row[i]!));
        offsets[first + b + 1] = offsets[first + b]! + used.length;
      }
      onProgress?.({ stage: "courses", done: first + rows, of: items });
    }
  } finally {
    arena.dispose();
  }
  const weights = new CsrMatrix(items, offsets, joined(Uint32Array, columns), joined(Float64Array, values));
  if (!weights.values.every(Number.isFinite))
    throw new FitDivergedError(
      "slim",
      1,
      "Raise l2: without it, courses taken by the same learners have no single answer.",
    );
  return weights.transpose();
}

/** Where a row is not 0. */
function* positions(row: Float32Array): Generator<number> {
  for (let i = 0; i < row.length; i++) if (row[i] !== 0) yield i;
}

function joined<T extends Uint32Array | Float64Array>(kind: new (length: number) => T, parts: readonly T[]): T {
  const whole = new kind(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
