import { FitDivergedError } from "../../errors.ts";
import { Pacer } from "../pacer.ts";
import type { Network, Weights } from "./network.ts";

/** What can be trained: a network and a way to make steps with it. */
export interface TrainingTask {
  readonly network: Network;
  /** Shuffles, draws negatives. @returns the number of batches of this epoch, counted from 1 */
  begin(epoch: number): number | Promise<number>;
  /** One step of the optimizer. @returns the loss before it */
  step(batch: number): Promise<BatchLoss>;
  /** Held-out examples for early stopping. Absent: none. */
  readonly validation?: Validation;
  /** Training has diverged when the loss of a batch exceeds this factor times the loss of the first batch. Absent: no such check. */
  readonly divergenceFactor?: number;
  /** Training has diverged when the loss of a batch exceeds this. Absent: no such check. */
  readonly lossLimit?: number;
}

/** Mean loss of a batch over so many examples. */
export interface BatchLoss {
  readonly loss: number;
  readonly examples: number;
}

/** Held-out examples in batches, counted from 1. */
export interface Validation {
  readonly batches: number;
  /** Called before the batches of each epoch, so that all epochs are validated on the same draws. */
  begin?(): void;
  step(batch: number): Promise<BatchLoss>;
}

export interface TrainOptions {
  /** The model that errors name. */
  readonly owner: string;
  readonly epochs: number;
  /**
   * Epochs without a better validation loss after which training ends; the weights of the best are restored. 0: never.
   * @defaultValue 0
   */
  readonly patience?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onEpoch?: ((report: EpochReport) => void) | undefined;
}

export interface EpochReport {
  readonly epoch: number;
  readonly of: number;
  readonly trainLoss: number;
  /** NaN where nothing is held out. */
  readonly validLoss: number;
  /** Until the last epoch at the pace so far, if nothing stops it earlier. */
  readonly secondsLeft: number;
}

const REMEDY = "Lower learningRate (a tenth of it is a good next try) or raise regularization.";

/**
 * Trains epoch by epoch and may be stopped between batches. Equal seeds give equal weights, on any number of threads.
 *
 * @returns the epoch whose weights the network holds at the end
 * @throws {FitDivergedError} with the epoch and the loss, when that is not finite or above the limits of the task
 * @throws the signal's reason when it is aborted
 */
export async function train(
  task: TrainingTask,
  { owner, epochs, patience = 0, signal, onEpoch }: TrainOptions,
): Promise<number> {
  const pacer = new Pacer(signal);
  const start = performance.now();
  let best = { epoch: 0, loss: Number.POSITIVE_INFINITY, weights: undefined as Weights | undefined };
  const limit = { loss: task.lossLimit ?? Number.POSITIVE_INFINITY };
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const trainLoss = await runEpoch(task, owner, epoch, pacer, limit);
    const validLoss = task.validation ? await validate(task.validation, pacer) : Number.NaN;
    const secondsLeft = (((performance.now() - start) / epoch) * (epochs - epoch)) / 1000;
    onEpoch?.({ epoch, of: epochs, trainLoss, validLoss, secondsLeft });
    if (task.validation && !Number.isFinite(validLoss)) throw new FitDivergedError(owner, epoch, REMEDY, validLoss);
    if (patience === 0 || !task.validation) continue;
    if (validLoss < best.loss) best = { epoch, loss: validLoss, weights: task.network.snapshot() };
    else if (epoch - best.epoch >= patience) break;
  }
  if (!best.weights) return epochs;
  task.network.load(best.weights);
  return best.epoch;
}

async function runEpoch(
  task: TrainingTask,
  owner: string,
  epoch: number,
  pacer: Pacer,
  limit: { loss: number },
): Promise<number> {
  return meanLoss(await task.begin(epoch), pacer, async (batch) => {
    const result = await task.step(batch);
    const { loss } = result;
    if (!Number.isFinite(loss) || loss > limit.loss) throw new FitDivergedError(owner, epoch, REMEDY, loss);
    if (epoch === 1 && batch === 1 && task.divergenceFactor)
      limit.loss = Math.min(limit.loss, task.divergenceFactor * loss);
    return result;
  });
}

function validate(validation: Validation, pacer: Pacer): Promise<number> {
  validation.begin?.();
  return meanLoss(validation.batches, pacer, (batch) => validation.step(batch));
}

/** The mean over all examples; NaN where there are none. */
async function meanLoss(batches: number, pacer: Pacer, step: (batch: number) => Promise<BatchLoss>): Promise<number> {
  let [sum, count] = [0, 0];
  for (let batch = 1; batch <= batches; batch++) {
    const pause = pacer.pause();
    if (pause) await pause;
    const { loss, examples } = await step(batch);
    sum += loss * examples;
    count += examples;
  }
  return count === 0 ? Number.NaN : sum / count;
}
