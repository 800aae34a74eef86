import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

export interface SampledTargets {
  /** The positive item of each row, shape (rows), filled in before each run. */
  readonly positives: Uint32Array;
  /** Sampled items: shape (n), the same for all rows, or (rows, n). */
  readonly negatives: Uint32Array;
  /** A weight a row; the mean is over their sum. 0: the row does not count. */
  readonly weights: Float32Array;
}

/**
 * Binary cross-entropy of a positive item against n negatives sampled from `items`, over 1 + n: (β ln(1 + e⁻ᵖ) + Σ ln(1 + eˢ)) / (1 + n).
 * With `calibration` t > 0 the positive weighs less, β = 1 − t (1 − α) with α = n / (items − 1), since few negatives make
 * all scores too high; 0 is plain cross-entropy, 1 corrects for all of it. Adds to `tape.loss`.
 *
 * @param p scores of the positives, (rows, 1) @param s scores of the negatives, (rows, n)
 * @see Petrov & Macdonald 2023, doi:10.1145/3604915.3608783
 */
export function sampledBinaryLoss(
  tape: Tape,
  p: Tensor,
  s: Tensor,
  targets: SampledTargets,
  { items, calibration }: { readonly items: number; readonly calibration: number },
): void {
  const alpha = Math.min(1, s.columns / Math.max(1, items - 1));
  sampledLoss(tape, p, s, targets, 0, 1 - calibration * (1 - alpha));
}

/**
 * Cross-entropy of the positive item among all `items`, the others represented by n negatives sampled uniformly: ln(eᵖ + (items − 1)/n Σ eˢ) − p.
 * Adds to `tape.loss`.
 *
 * @see Bengio & Senécal 2008, doi:10.1109/TNN.2007.912312
 */
export function sampledSoftmaxLoss(
  tape: Tape,
  p: Tensor,
  s: Tensor,
  targets: SampledTargets,
  { items }: { readonly items: number },
): void {
  sampledLoss(tape, p, s, targets, 1, Math.log(Math.max(1, items - 1) / s.columns));
}

/** @throws {RangeError} when the shapes do not fit */
function sampledLoss(
  tape: Tape,
  p: Tensor,
  s: Tensor,
  { positives, negatives, weights }: SampledTargets,
  kind: 0 | 1,
  by: number,
): void {
  const { rows, columns: negativeCount } = s;
  if (p.rows !== rows || p.columns !== 1)
    throw new RangeError(`One positive item to each of ${rows} rows, not (${p.rows}, ${p.columns}).`);
  const unit = tape.zerosF32(1);
  const losses = tape.arena.f64(rows);
  tape.recordHost(() => {
    let total = 0;
    for (let r = 0; r < rows; r++) total += weights[r]!;
    unit[0] = total > 0 ? 1 / total : 0;
  });
  const args = {
    ...{
      p: p.values,
      s: s.values,
      positives,
      negatives,
      weights,
      dP: p.gradient,
      dS: s.gradient,
      losses,
      unit,
      negativeCount,
    },
    ...{ each: negatives.length >= rows * negativeCount ? 1 : 0, kind, by, rows },
    ...{ addP: p.gradient ? tape.accumulates(p) : 0, addS: s.gradient ? tape.accumulates(s) : 0 },
  };
  tape.recordKernel("sampledLoss", rows, args, { cost: 20 + 4 * negativeCount });
  tape.recordHost(() => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += losses[r]!;
    tape.loss[0]! += unit[0]! * sum;
  });
}
