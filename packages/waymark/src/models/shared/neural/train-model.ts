import { type TrainingTask, train } from "../../../compute/neural/train.ts";
import type { FitOptions } from "../../model.ts";

/** Hyper-parameters that every training takes. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** 0: no early stopping. */
  readonly patience: number;
}

/**
 * Trains a network as the options of a fit say, reporting each epoch with its losses and the seconds left.
 *
 * @param patience 0: no early stopping
 * @returns the epoch whose weights the network holds
 * @throws {FitDivergedError} @throws the signal's reason
 */
export function trainModel(
  owner: string,
  task: TrainingTask,
  { epochs, patience }: { readonly epochs: number; readonly patience: number },
  { signal, onProgress }: FitOptions,
): Promise<number> {
  return train(task, {
    owner,
    epochs,
    patience,
    signal,
    onEpoch: ({ epoch, of, trainLoss, validLoss, secondsLeft }) =>
      onProgress?.({
        stage: "epoch",
        done: epoch,
        of,
        metrics: { trainLoss, ...(!Number.isNaN(validLoss) && { validLoss }), secondsLeft },
      }),
  });
}
