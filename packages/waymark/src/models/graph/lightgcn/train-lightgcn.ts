import type { Core } from "../../../compute/core/core.ts";
import { wholeVectors } from "../../../compute/core/whole-vectors.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { randomKey } from "../../../compute/linear-algebra/random.ts";
import { normal } from "../../../compute/neural/initializers.ts";
import { Network } from "../../../compute/neural/network.ts";
import { sparseMatrix } from "../../../compute/neural/ops/sparse-product.ts";
import { Adam } from "../../../compute/neural/optimizers/adam.ts";
import type { Parameter } from "../../../compute/neural/tensor.ts";
import { knownItems } from "../../../compute/sampling/known-pairs.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import { holdOut } from "../../shared/neural/hold-out.ts";
import { type TrainingSettings, trainModel } from "../../shared/neural/train-model.ts";
import { ComparisonSource } from "./comparison-source.ts";
import { type ComparisonTape, recordComparisons } from "./comparison-tape.ts";
import { normalizedGraph } from "./graph.ts";
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
