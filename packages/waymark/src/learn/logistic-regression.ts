import { addOuter } from "../compute/linear-algebra/gram.ts";
import { addScaled, dotInOrder } from "../compute/linear-algebra/rows.ts";
import { solveDefinite } from "../compute/linear-algebra/solve.ts";

/** A fitted logistic regression: P(label = 1) = 1 / (1 + exp(−(bias + Σ weights · inputs))). */
export interface LogisticRegression {
  readonly bias: number;
  readonly weights: Float64Array; // (width)
}

/** L2 regularization, in units of one observation each: enough for an answer where inputs say nothing. */
const regularization = 1e-3;

/**
 * Logistic regression by Newton's method with halved steps, with Platt's targets (n₊ + 1) / (n₊ + 2) and
 * 1 / (n₋ + 2) in place of 1 and 0, so that weights stay finite on separable data. O(rows · width²) a step.
 *
 * @param inputs (labels.length, width)
 * @param labels 1 or 0
 * @see Platt 1999, *Probabilistic outputs for support vector machines*; Lin, Lin & Weng 2007, doi:10.1007/s10994-007-5018-6
 */
export function fitLogisticRegression(inputs: Float64Array, labels: Uint8Array, width: number): LogisticRegression {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low));
  const all = width + 1; // the bias comes last
  let current = new Float64Array(all);
  current[width] = Math.log((positives + 1) / (labels.length - positives + 1));
  let loss = lossOf(current, inputs, targets);
  for (let step = 0; step < 50; step++) {
    const direction = newtonStep(current, inputs, targets);
    let size = 1;
    let next = current;
    let nextLoss = loss;
    for (; size > 1e-6; size /= 2) {
      next = current.map((weight, d) => weight - size * direction[d]!);
      nextLoss = lossOf(next, inputs, targets);
      if (nextLoss <= loss) break;
    }
    if (!(nextLoss < loss - 1e-10 * Math.abs(loss))) break;
    current = next;
    loss = nextLoss;
  }
  return { bias: current[width]!, weights: current.slice(0, width) };
}

/** Log-odds of one row, bias + Σ weights · inputs. @param start where the row begins */
export function logOdds({ bias, weights }: LogisticRegression, inputs: ArrayLike<number>, start = 0): number {
  let sum = bias;
  for (let d = 0; d < weights.length; d++) sum += weights[d]! * inputs[start + d]!;
  return sum;
}

/** Hessian⁻¹ · gradient of the penalized loss. */
function newtonStep(current: Float64Array, inputs: Float64Array, targets: Float64Array): Float64Array {
  const all = current.length;
  const width = all - 1;
  const gradient = new Float64Array(all);
  const hessian = new Float64Array(all * all); // lower half
  const row = new Float64Array(all).fill(1);
  for (let n = 0; n < targets.length; n++) {
    for (let d = 0; d < width; d++) row[d] = inputs[n * width + d]!;
    const p = 1 / (1 + Math.exp(-dotInOrder(current, 0, row, 0, row.length)));
    const curvature = Math.max(1e-12, p * (1 - p));
    addScaled(gradient, row, 0, p - targets[n]!);
    addOuter(hessian, row, 0, all, curvature);
  }
  for (let d = 0; d < all; d++) {
    gradient[d]! += regularization * current[d]!;
    hessian[d * all + d]! += regularization;
  }
  solveDefinite(hessian, gradient);
  return gradient;
}

/** Cross-entropy, written so that no exponential overflows, with the penalty. */
function lossOf(current: Float64Array, inputs: Float64Array, targets: Float64Array): number {
  const width = current.length - 1;
  const row = new Float64Array(current.length).fill(1);
  let loss = 0;
  for (let n = 0; n < targets.length; n++) {
    for (let d = 0; d < width; d++) row[d] = inputs[n * width + d]!;
    const sum = dotInOrder(current, 0, row, 0, row.length);
    loss += Math.max(sum, 0) - sum * targets[n]! + Math.log1p(Math.exp(-Math.abs(sum)));
  }
  return loss + (regularization / 2) * current.reduce((sum, weight) => sum + weight * weight, 0);
}
