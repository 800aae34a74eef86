import type { Core } from "../../../compute/core/core.ts";
import { wholeVectors } from "../../../compute/core/whole-vectors.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { fmix32 } from "../../../compute/hash.ts";
import { compact } from "../../../compute/linear-algebra/padded-rows.ts";
import { allFinite } from "../../../compute/linear-algebra/rows.ts";
import { knownBits, MAX_BITS } from "../../../compute/sampling/known-pairs.ts";
import { FitDivergedError } from "../../../errors.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import { BlockedPairs, blockCount } from "./blocked-pairs.ts";

/** How negatives are drawn: every taken course alike, or each as often as it was taken. */
export type Negatives = "uniform" | "popular";

export interface BprSettings {
  readonly factors: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly regularization: number;
  readonly negatives: Negatives;
}

export interface BprFactors {
  readonly users: Float32Array; // (users, factors)
  readonly items: Float32Array; // (items, factors)
  readonly biases: Float32Array; // (items)
}

/**
 * Steps of stochastic gradient descent, in an epoch as many drawn pairs as there are. Users and items are cut into blocks, and blocks
 * that share neither run on several threads; the same bits whatever the threads. Items change blocks from epoch to epoch, so
 * that each meets each other one as a negative. Progress says after each epoch which share of its pairs stood in the right order
 * before their step.
 *
 * @see Gemulla, Nijkamp, Haas & Sismanis 2011, doi:10.1145/2020408.2020426, on blocks that share nothing.
 * @throws {MemoryLimitError} before anything is allocated
 * @throws {FitDivergedError}
 */
export async function trainBpr(
  userItems: CsrMatrix,
  settings: BprSettings,
  options: FitOptions = {},
): Promise<BprFactors> {
  const { core, seed = 0, signal, threads, onProgress } = withCore(options);
  const { factors, epochs, learningRate, regularization } = settings;
  const { rowCount: users, columnCount: items, size: pairCount } = userItems;
  const width = wholeVectors(factors);
  const blocks = blockCount(pairCount, items);
  checkMemory(core, userItems, factors, width, blocks);
  const arena = core.arena();
  try {
    const offsets = arena.copyU32(userItems.offsets);
    const columns = arena.copyU32(userItems.columns);
    const taken = new Uint8Array(items);
    for (const item of columns) taken[item] = 1;
    const stream = fmix32(seed);
    const start = (rows: number, salt: number, used: (row: number) => boolean): Float32Array => {
      const X = arena.f32(rows * width);
      const [from, to] = [-0.5 / factors, 0.5 / factors];
      core.runNow("fillUniform", X.length, { out: X, key: fmix32(stream + salt), from, to });
      for (let r = 0; r < rows; r++) X.fill(0, r * width + (used(r) ? factors : 0), (r + 1) * width);
      return X;
    };
    const X = start(users, 1, (user) => offsets[user + 1]! > offsets[user]!);
    const Y = start(items, 2, (item) => taken[item] === 1);
    const biases = arena.zerosF32(items);
    const draws = new BlockedPairs(core, arena, userItems, negativePool(userItems, settings.negatives), blocks);
    const tally = arena.u32(2 * blocks);
    const known = knownBits(userItems, arena);
    const args = { X, Y, biases, known, offsets, columns, learningRate, regularization, tally, width, users };
    const cost = Math.ceil(pairCount / blocks ** 2) * (50 + width);
    for (let epoch = 1; epoch <= epochs; epoch++) {
      tally.fill(0);
      const key = fmix32(stream + 2 + epoch);
      const shared = await draws.share(key, { signal, threads });
      for (let round = 0; round < blocks; round++)
        await core.run("bprSteps", blocks, { ...args, ...shared, key, round }, { signal, threads, cost, chunk: 1 });
      if (![X, Y, biases].every(allFinite)) throw new FitDivergedError("bpr", epoch);
      const steps = sumOf(tally, 0);
      onProgress?.({
        stage: "epoch",
        done: epoch,
        of: epochs,
        ...(steps > 0 && { metrics: { steps, rightOrder: sumOf(tally, 1) / steps } }),
      });
    }
    return { users: compact(X, width, factors), items: compact(Y, width, factors), biases: new Float32Array(biases) };
  } finally {
    arena.dispose();
  }
}

/** Of pairs (a, b), …: the sum of their first or second numbers. */
function sumOf(pairs: Uint32Array, which: 0 | 1): number {
  let sum = 0;
  for (let p = which; p < pairs.length; p += 2) sum += pairs[p]!;
  return sum;
}

/** The items negatives are drawn from: each that occurs, once or as often as it does. */
export const negativePool = ({ columns }: CsrMatrix, negatives: Negatives): Uint32Array =>
  negatives === "popular" ? columns : Uint32Array.from(new Set(columns)).sort();

function checkMemory(
  core: Core,
  { rowCount, columnCount, size }: CsrMatrix,
  factors: number,
  width: number,
  blocks: number,
): void {
  const cells = rowCount * columnCount;
  const perPair = blocks > 1 ? 8 : 5; // numbers: columns, the pool, pairs, and those in order of blocks
  const needed = 4 * ((rowCount + columnCount) * (width + 2) + perPair * size) + (cells > MAX_BITS ? 0 : cells / 8);
  core.ensureMemory(
    needed,
    `Training bpr with ${factors} factors for ${rowCount} learners and ${columnCount} courses`,
    "Use fewer factors.",
  );
}
