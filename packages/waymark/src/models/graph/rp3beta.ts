import { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Dataset } from "../../data/dataset.ts";
import { withCore } from "../core-option.ts";
import { defineModel } from "../define-model.ts";
import type { FitOptions } from "../model.ts";
import { integer, number, type ParamsOf } from "../params.ts";
import { squaredLengths } from "../shared/co-occurrences.ts";
import { takeCsr } from "../shared/model-state.ts";
import { SparseWeightsModel } from "../shared/sparse-weights-model.ts";

const params = {
  alpha: number({
    min: 0,
    max: 2,
    default: 0.7,
    description: "Power of each step's probability; more listens less to learners and courses with many links.",
  }),
  beta: number({
    min: 0,
    max: 2,
    default: 0.5,
    description: "Power of a course's takers its weights are divided by; more offers popular courses less.",
  }),
  neighbours: integer({
    min: 1,
    max: 100_000,
    default: 100,
    description: "Courses that may speak for a course: those with the largest weights.",
  }),
};

type Rp3betaParams = ParamsOf<typeof params>;

/**
 * Random walks of three steps, learner → course → learner → course, popular ends divided out. With d the takers of a course
 * and n the courses of a learner:
 *
 *     W_ij = Σ over the takers u of both of (1 / dᵢ)^alpha (1 / nᵤ)^alpha / dⱼ^beta,   W_ii = 0
 *     score(u, j) = Σ over the history i of W_ij
 *
 * Of each j the `neighbours` largest W_ij are kept. O(Σᵤ nᵤ²) on all threads; 4 · courses bytes a thread beside the weights kept.
 *
 * @see Paudel, Christoffel, Newell & Bernstein 2017, doi:10.1145/2955101; Cooper et al. 2014, doi:10.1145/2567948.2579244
 * (powers). Deviations: weights are exact, not sampled by walking; the paper keeps all of them; sums are float32.
 */
export const rp3beta = defineModel({
  key: "rp3beta",
  summary:
    "Walks at random from courses to their takers to their courses, and offers where it ends oftener than popularity explains.",
  family: "graph",
  expectedSeconds: ({ itemPairs, cells }) => 1e-8 * itemPairs + 3e-9 * cells,
  explains: true,
  feedback: "implicit",
  params,
  async fit(data, params, options) {
    return new SparseWeightsModel(data.items, await walkWeights(data, params, options));
  },
  restore: (state, data) =>
    new SparseWeightsModel(data.items, takeCsr(state, "weights", data.items.size, data.items.size)),
});

/** W, row i the weights of item i for all others. @throws {MemoryLimitError} before anything is allocated */
export async function walkWeights(
  { userItems, itemUsers, items: { size: items }, users: { size: users } }: Dataset,
  { alpha, beta, neighbours }: Rp3betaParams,
  options: FitOptions = {},
): Promise<CsrMatrix> {
  const { core, signal, threads, onProgress } = withCore(options);
  const k = Math.min(neighbours, items);
  const needed = 4 * (2 * items * k + 4 * userItems.size + 4 * (users + items));
  core.ensureMemory(needed, `Training rp3beta with ${k} neighbours for ${items} courses`, "Use fewer neighbours.");
  const arena = core.arena();
  try {
    const counts = arena.u32(items);
    const columns = arena.u32(items * k);
    const values = arena.f32(items * k);
    // the kernel keeps the largest of each row, and what is wanted is the largest of each column: it is given the transpose
    const args = {
      itemOffsets: arena.copyU32(itemUsers.offsets),
      itemUsers: arena.copyU32(itemUsers.columns),
      userOffsets: arena.copyU32(userItems.offsets),
      userItems: arena.copyU32(userItems.columns),
      steps: arena.copyF32(powers(userItems, -alpha)),
      from: arena.copyF32(powers(itemUsers, -beta)),
      to: arena.copyF32(powers(itemUsers, -alpha)),
      k,
      counts,
      columns,
      values,
      items,
      users,
    };
    await core.run("walkWeights", items, args, {
      signal,
      threads,
      cost: 4 * items + squaredLengths(userItems) / Math.max(1, items),
      onProgress: (done) => onProgress?.({ stage: "courses", done, of: items }),
    });
    return gathered(counts, columns, values, k).transpose();
  } finally {
    arena.dispose();
  }
}

/** length^power of each row, 0 for an empty one. */
const powers = ({ offsets, rowCount }: CsrMatrix, power: number): Float64Array =>
  Float64Array.from({ length: rowCount }, (_, r) => {
    const length = offsets[r + 1]! - offsets[r]!;
    return length === 0 ? 0 : length ** power;
  });

/** Rows of `counts` entries, `stride` apart, as a sparse matrix in memory of its own. */
function gathered(counts: Uint32Array, columns: Uint32Array, values: Float32Array, stride: number): CsrMatrix {
  const offsets = new Uint32Array(counts.length + 1);
  for (let r = 0; r < counts.length; r++) offsets[r + 1] = offsets[r]! + counts[r]!;
  const kept = new Uint32Array(offsets[counts.length]!);
  const weights = new Float64Array(kept.length);
  for (let r = 0; r < counts.length; r++) {
    const start = r * stride;
    kept.set(columns.subarray(start, start + counts[r]!), offsets[r]);
    weights.set(values.subarray(start, start + counts[r]!), offsets[r]);
  }
  return new CsrMatrix(counts.length, offsets, kept, weights);
}
