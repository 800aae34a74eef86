import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { Network, type Weights } from "../../../compute/neural/network.ts";
import { Adam } from "../../../compute/neural/optimizers/adam.ts";
import { type SparseRows, sparseRows } from "../../../compute/neural/sparse-rows.ts";
import { Tape, type TapeOptions } from "../../../compute/neural/tape.ts";
import { Random } from "../../../compute/random.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import { TapesByRows } from "../../shared/neural/tapes-by-rows.ts";
import { type TrainingSettings, trainModel } from "../../shared/neural/train-model.ts";

export interface RowTraining extends TrainingSettings {
  readonly regularization: number;
}

/** A network that reads sparse rows. */
export interface RowNet {
  /** Numbers it learns. */
  readonly weights: number;
  /** Numbers a row of a batch takes in training, gradients included. */
  readonly width: number;
  /** Mean loss of a network that tells no items apart: training that ends far above it has diverged, though all numbers are finite. */
  blankLoss(targets: CsrMatrix): number;
  /** Declares the layers. */
  open(network: Network): OpenRowNet;
}
export interface OpenRowNet {
  /** Notes the layers and the loss of a batch of so many rows. */
  record(tape: Tape, rows: number, input: SparseRows, targets: SparseRows): void;
  /** Called before each step of training, counted from 1. */
  beforeStep?(step: number): void;
}

/** Row u of each is of learner u. */
export interface RowData {
  readonly input: CsrMatrix;
  /** What the network is to say of the input. */
  readonly targets: CsrMatrix;
  /** What it should say besides; not trained on. */
  readonly held: CsrMatrix;
}

const VALIDATION_BATCH = 256; // rows at a time
const FAR_ABOVE = 10; // times the loss of saying nothing

/**
 * Trains a network with Adam on whole rows, each once an epoch, in random order. Held-out entries are predicted from what the rest of
 * their row says.
 *
 * @throws {MemoryLimitError} before anything is allocated @throws {FitDivergedError}
 */
export async function trainRows(
  owner: string,
  net: RowNet,
  { input, targets, held }: RowData,
  settings: RowTraining,
  options: FitOptions,
): Promise<Weights> {
  const { core, seed = 0, threads, signal } = withCore(options);
  const order = filledRows(targets);
  const heldRows = filledRows(held);
  const size = Math.min(settings.batchSize, order.length);
  ensureMemory(core, owner, net, input, size);
  using network = new Network(core, { seed });
  const { record, beforeStep } = net.open(network);
  const optimizer = new Adam(network, { learningRate: settings.learningRate, l2: settings.regularization });
  const { rows, ...entries } = sparseRows(network.arena, input, Math.max(size, VALIDATION_BATCH));
  const open = (side: CsrMatrix, tapeOptions: TapeOptions) => {
    const wanted = sparseRows(network.arena, side, 0);
    return new TapesByRows((count) => {
      const tape = new Tape(core, tapeOptions);
      return disposeOnThrow(tape, () => {
        record(tape, count, { ...entries, rows }, { ...wanted, rows });
        if (tapeOptions.training) optimizer.record(tape);
        return { tape };
      });
    });
  };
  using steps = open(targets, { training: true, seed });
  using validationTapes = open(held, {});
  const run = (tapes: typeof steps, of: Uint32Array, batch: number, batchSize: number) => {
    const chosen = of.subarray((batch - 1) * batchSize, batch * batchSize);
    return tapes.run(chosen.length, () => rows.set(chosen), { threads, signal });
  };
  const task = {
    network,
    begin(epoch: number) {
      new Random(seed, epoch).shuffle(order);
      return Math.ceil(order.length / size);
    },
    step(batch: number) {
      beforeStep?.(optimizer.steps + 1);
      return run(steps, order, batch, size);
    },
    ...(heldRows.length > 0 && {
      validation: {
        batches: Math.ceil(heldRows.length / VALIDATION_BATCH),
        step: (batch: number) => run(validationTapes, heldRows, batch, VALIDATION_BATCH),
      },
    }),
    lossLimit: FAR_ABOVE * net.blankLoss(targets),
  };
  await trainModel(owner, task, settings, options);
  return network.snapshot();
}

/** Rows that have entries. */
const filledRows = ({ offsets, rowCount }: CsrMatrix): Uint32Array =>
  Uint32Array.from({ length: rowCount }, (_, row) => row).filter((row) => offsets[row + 1]! > offsets[row]!);

function ensureMemory(core: Core, owner: string, { weights, width }: RowNet, data: CsrMatrix, batch: number): void {
  const { rowCount, columnCount, size } = data;
  const learned = 4 * 4 * weights; // with gradients and the moments of Adam
  const tapes = 4 * width * (2 * batch + 2 * VALIDATION_BATCH); // whole batches and the last
  core.ensureMemory(
    learned + tapes + 32 * size + 16 * rowCount,
    `Training ${owner} for ${columnCount} courses in batches of ${batch} learners`,
    "Use fewer factors or a smaller batchSize.",
  );
}
