import { Pacer } from "../../compute/pacer.ts";
import { FitDivergedError } from "../../errors.ts";
import type { FitOptions } from "../model.ts";

/** A training run that goes over the ratings again and again. */
export interface Epochs {
  /** The model errors name. */
  readonly owner: string;
  readonly epochs: number;
  readonly ratings: number;
  /** Unit of the errors in the unit of the ratings. */
  readonly step: number;
  /** One number, to which an epoch adds Σ e², errors taken before each step. */
  readonly squares: Float64Array;
}

/**
 * Runs each epoch and reports it, its error in the unit of the ratings.
 * @throws {FitDivergedError} when the error is not finite
 */
export async function runEpochs(
  { owner, epochs, ratings, step, squares }: Epochs,
  { signal, onProgress }: FitOptions,
  run: () => Promise<void>,
): Promise<void> {
  const pacer = new Pacer(signal);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    squares[0] = 0;
    await run();
    if (!Number.isFinite(squares[0])) throw new FitDivergedError(owner, epoch);
    onProgress?.({
      stage: "epoch",
      done: epoch,
      of: epochs,
      metrics: { trainRmse: Math.sqrt(squares[0]! / ratings) * step },
    });
    await pacer.pause(); // short epochs never let the event loop in of themselves
  }
}
