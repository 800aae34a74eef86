/**
 * The number at place `rank` (from 0) of `numbers` in ascending order, NaN left out. Narrows the range by counting how
 * many fall into each of 4,096 bins, so O(n) where sorting 25 million numbers takes many seconds.
 */
export function orderStatistic(numbers: Float64Array, rank: number): number {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < numbers.length; p++) {
    if (numbers[p]! < min) min = numbers[p]!;
    if (numbers[p]! > max) max = numbers[p]!;
  }
  if (min === max) return min;
  const scale = (bins - 1) / (max - min); // min and max fall into different bins, so the range always narrows
  const counts = new Uint32Array(bins);
  for (let p = 0; p < numbers.length; p++) {
    const bin = Math.floor((numbers[p]! - min) * scale);
    if (bin >= 0) counts[bin]! += 1; // NaN is not
  }
  let chosen = 0;
  let place = rank; // within the chosen bin
  while (place >= counts[chosen]!) place -= counts[chosen++]!;

  const candidates = new Float64Array(counts[chosen]!);
  let write = 0;
  for (let p = 0; p < numbers.length; p++)
    if (Math.floor((numbers[p]! - min) * scale) === chosen) candidates[write++] = numbers[p]!;
  return candidates.length <= bins ? candidates.sort()[place]! : orderStatistic(candidates, place);
}

const bins = 4096;
