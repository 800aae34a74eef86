import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import { wholeVectors } from "../../../compute/core/whole-vectors.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { randomKey } from "../../../compute/linear-algebra/random.ts";
import { normal } from "../../../compute/neural/initializers.ts";
import { binaryCrossEntropy } from "../../../compute/neural/losses/pointwise.ts";
import { squaredNorm } from "../../../compute/neural/losses/squared-norm.ts";
import { Network } from "../../../compute/neural/network.ts";
import { add, scale } from "../../../compute/neural/ops/arithmetic.ts";
import { embed } from "../../../compute/neural/ops/embed.ts";
import { rowDots } from "../../../compute/neural/ops/reduce.ts";
import { type SparseMatrix, sparseMatrix } from "../../../compute/neural/ops/sparse-product.ts";
import { Adam } from "../../../compute/neural/optimizers/adam.ts";
import { Tape } from "../../../compute/neural/tape.ts";
import type { Parameter, Tensor } from "../../../compute/neural/tensor.ts";
import { knownItems } from "../../../compute/sampling/known-pairs.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import { holdOut } from "../../shared/neural/hold-out.ts";
import { type TrainingSettings, trainModel } from "../../shared/neural/train-model.ts";
import { ComparisonSource, type Comparisons } from "./comparison-source.ts";
import { layerSum, normalizedGraph } from "./graph.ts";
import { type LightGcnFactors, propagate } from "./propagate.ts";

export interface LightGcnSettings extends TrainingSettings {
  readonly factors: number;
  readonly layers: number;
  readonly regularization: number;
  readonly negatives: number;
  readonly validation: number;
}

const VALIDATION_BATCH = 2 ** 15; // held-out comparisons at a time
const DIVERGENCE_FACTOR = 10; // times ln 2, what guessing costs: no sound step size comes near
const SPREAD = 0.1; // of the embeddings at the start, as in the authors' program

/**
 * Learns the embeddings of layer 0 with Adam, propagating all of them once a batch forth and once back. Held-out pairs are
 * compared with items drawn once. What comes out was propagated over all pairs, held-out ones included.
 *
 * @throws {MemoryLimitError} before anything is allocated @throws {FitDivergedError}
 */
export async function trainLightGcn(
  userItems: CsrMatrix,
  settings: LightGcnSettings,
  options: FitOptions,
): Promise<LightGcnFactors> {
  const { core, seed = 0 } = withCore(options);
  ensureMemory(core, userItems, settings);
  const { train, held } = holdOut(userItems, settings.patience === 0 ? 0 : settings.validation, seed);
  using network = new Network(core, { seed });
  const embeddings = declareEmbeddings(network, userItems, settings.factors);
  using arena = core.arena();
  const known = knownItems(arena, userItems);
  using source = new ComparisonSource(core, train, known, settings.negatives);
  using check = new ComparisonSource(core, held, known, settings.negatives);
  await learn(core, network, embeddings, { source, check, graph: normalizedGraph(train) }, settings, options);
  return await propagate(core, embeddings, userItems, settings, options);
}

interface LearningFrom {
  readonly source: ComparisonSource;
  readonly check: ComparisonSource;
  readonly graph: CsrMatrix;
}

/** What training alone needs in the core's memory is free again when it ends. */
async function learn(
  core: Core,
  network: Network,
  embeddings: Parameter,
  { source, check, graph }: LearningFrom,
  { layers, negatives, regularization, learningRate, batchSize, ...settings }: LightGcnSettings,
  options: FitOptions,
): Promise<void> {
  const { seed = 0, threads, signal } = options;
  using arena = core.arena();
  const edges = sparseMatrix(arena, graph);
  const batches = Math.ceil(source.count / batchSize);
  const size = Math.ceil(source.count / batches); // all batches as good as alike
  const optimizer = new Adam(network, { learningRate });
  using steps = recordComparisons(core, embeddings, edges, size, { layers, negatives, regularization, optimizer });
  using validation =
    check.count > 0
      ? recordComparisons(core, embeddings, edges, Math.min(VALIDATION_BATCH, check.count), { layers, negatives })
      : undefined;
  const over = async (from: ComparisonSource, { tape, rows, into }: ComparisonTape, batch: number) => {
    const first = (batch - 1) * rows;
    from.draw(first, rows, into);
    await tape.run({ threads, signal });
    return { loss: tape.loss[0]!, examples: Math.min(rows, from.count - first) };
  };
  check.shuffle(randomKey({ seed, stream: 1 }));
  const task = {
    network,
    divergenceFactor: DIVERGENCE_FACTOR,
    begin(epoch: number) {
      source.shuffle(randomKey({ seed, stream: 1 + epoch }));
      return batches;
    },
    step: (batch: number) => over(source, steps, batch),
    ...(validation && {
      validation: {
        batches: Math.ceil(check.count / validation.rows),
        step: (batch: number) => over(check, validation, batch),
      },
    }),
  };
  await trainModel("lightgcn", task, settings, options);
}

/** Embeddings of users, then items, filled up with zeros to whole vectors; those zeros stay, their gradients being 0. */
function declareEmbeddings(network: Network, { rowCount, columnCount }: CsrMatrix, factors: number): Parameter {
  const width = wholeVectors(factors);
  const embeddings = network.parameter("embeddings", rowCount + columnCount, width, normal(SPREAD));
  for (let at = factors; at < embeddings.values.length; at += width)
    embeddings.values.fill(0, at, at + width - factors);
  return embeddings;
}

function ensureMemory(core: Core, { rowCount, columnCount, size }: CsrMatrix, settings: LightGcnSettings): void {
  const { factors, layers, batchSize } = settings;
  const matrix = 4 * wholeVectors(factors) * (rowCount + columnCount);
  const batch = 4 * wholeVectors(factors) * (16 * Math.min(batchSize, size) + 5 * VALIDATION_BATCH);
  core.ensureMemory(
    (4 + 3 * layers) * matrix + batch + 28 * size,
    `Training lightgcn with ${factors} factors in ${layers} layers for ${rowCount} learners and ${columnCount} courses`,
    "Use fewer factors, fewer layers or a smaller batchSize.",
  );
}

/** A tape with its inputs. */
interface ComparisonTape extends Disposable {
  readonly tape: Tape;
  readonly rows: number;
  readonly into: Comparisons;
}

/** Notes −ln σ(score(u, i) − score(u, j)) over so many comparisons; with an optimizer the penalty, the backward pass and its step. */
function recordComparisons(
  core: Core,
  embeddings: Parameter,
  graph: SparseMatrix,
  rows: number,
  {
    layers,
    negatives,
    regularization = 0,
    optimizer,
  }: {
    readonly layers: number;
    readonly negatives: number;
    readonly regularization?: number;
    readonly optimizer?: Adam;
  },
): ComparisonTape {
  const tape = new Tape(core, { training: optimizer !== undefined });
  return disposeOnThrow(tape, () => {
    const [users, items, drawn] = [tape.zerosU32(rows), tape.zerosU32(rows), tape.zerosU32(rows * negatives)];
    const weights = tape.zerosF32(rows);
    const sum = layerSum(tape, graph, embeddings, layers);
    const others = hardest(tape, sum, users, drawn, negatives);
    const from = (index: Uint32Array, of: Tensor = sum): Tensor => embed(tape, rows, [{ from: of, index }]);
    const margins = rowDots(tape, from(users), add(tape, from(items), scale(tape, from(others), -1)));
    binaryCrossEntropy(tape, scale(tape, margins, 1 / (layers + 1) ** 2), tape.zerosF32(rows).fill(1), { weights });
    if (optimizer && regularization > 0)
      for (const index of [users, items, others])
        squaredNorm(tape, from(index, embeddings), regularization / (2 * rows));
    optimizer?.record(tape);
    return { tape, rows, into: { users, items, others: drawn, weights }, [Symbol.dispose]: () => tape.dispose() };
  });
}

/** Of the items drawn against each user the one that scores highest now. */
function hardest(tape: Tape, x: Tensor, users: Uint32Array, drawn: Uint32Array, each: number): Uint32Array {
  if (each === 1) return drawn;
  const [out, { values: X, rows, columns: width }] = [tape.zerosU32(users.length), x];
  const args = { X, users, drawn, out, width, each, rows, bound: rows + 1 };
  tape.recordKernel("pickHardest", users.length, args, { cost: each * (10 + width / 8) });
  return out;
}
