/**
 * π(a) ∝ e^(score(a) / (temperature · σ)) over the candidates, σ the standard deviation of their scores: scores have no unit, so a temperature is
 * one only beside their spread. Candidates without a score (NaN) get 0; all alike where none has one, or all are equal.
 *
 * @param scores of all items
 * @returns the same array, Σ = 1 for at least one candidate
 */
export function softmaxPolicy(
  scores: Float64Array,
  candidates: Uint32Array,
  temperature: number,
  out: Float64Array,
): Float64Array {
  let [count, mean, squares, top] = [0, 0, 0, Number.NEGATIVE_INFINITY];
  for (const item of candidates) {
    const score = scores[item]!;
    if (Number.isNaN(score)) continue;
    const step = score - mean;
    mean += step / ++count;
    squares += step * (score - mean);
    if (score > top) top = score;
  }
  const unit = temperature * Math.sqrt(squares / Math.max(1, count));
  if (count === 0) return out.fill(1 / candidates.length, 0, candidates.length);
  let sum = 0;
  candidates.forEach((item, c) => {
    const score = scores[item]!;
    const likelihood = Number.isNaN(score) ? 0 : unit > 0 ? Math.exp((score - top) / unit) : 1;
    out[c] = likelihood;
    sum += likelihood;
  });
  for (let c = 0; c < candidates.length; c++) out[c]! /= sum;
  return out;
}
