/** How the length of a step changes: a factor on `learningRate` by the number of the step, from 1. */
export type Schedule = (step: number) => number;

export const constantRate: Schedule = () => 1;

/** Rises in a straight line over so many steps, then stays. */
export const warmUp =
  (steps: number): Schedule =>
  (step) =>
    Math.min(1, step / steps);

/** Falls by the factor every so many steps. */
export const stepDecay =
  (every: number, factor: number): Schedule =>
  (step) =>
    factor ** Math.floor((step - 1) / every);

/** Falls to 0 along half a cosine over so many steps. @see Loshchilov & Hutter 2017, arXiv:1608.03983 */
export const cosineDecay =
  (steps: number): Schedule =>
  (step) =>
    0.5 * (1 + Math.cos((Math.PI * Math.min(step - 1, steps)) / steps));

export interface OptimizerOptions {
  readonly learningRate: number;
  readonly schedule?: Schedule;
  /** Gradients longer than this, all weights together, are shortened to it. @defaultValue none are */
  readonly clipNorm?: number;
  /** λ added to the gradient as λw: L2 regularization, of rows of a table when they are touched. @defaultValue 0 */
  readonly l2?: number;
}

/** What optimizers write before each update; the layout is in kernels/adam.ts. */
export interface StepCoefficients {
  readonly learningRate: number;
  readonly correction: number;
  readonly scale: number;
  readonly decay: number;
  readonly l2: number;
}
