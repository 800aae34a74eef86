import { foldOf } from "./fold.ts";
import { percent } from "./random.ts";
import type { Split } from "./split.ts";
import { checkShare } from "./split-arguments.ts";
import { looksLikePlaces, requireMoments } from "./times.ts";

/**
 * `temporal:0.8`: one moment for everybody; rows before it are learnt from, rows from then on are held out. The moment
 * is the one that leaves closest to this share of the dated rows before it: rows of one instant are never divided.
 * Rows without a time stay in training. Times must be moments: places in a sequence do not order the rows of different
 * users.
 *
 * @throws {InvalidInputError} for a share that is not between 0 and 1
 */
export function temporal(trainShare: number): Split {
  checkShare("splits.temporal", trainShare);
  const text = `temporal:${trainShare}`;
  return {
    text,
    description: `the earliest ${percent(trainShare)} of rows learnt from, all later ones held out`,
    async apply(data) {
      const times = requireMoments(data, text);
      const moment = cutTime(times, trainShare);
      const isTest = new Uint8Array(data.size);
      for (let row = 0; row < times.length; row++) if (times[row]! >= moment) isTest[row] = 1;
      const notes = looksLikePlaces(data, times) ? [placesNote] : [];
      return [foldOf(data, text, text, isTest, 1, { notes })];
    },
  };
}

const placesNote =
  "the times count each learner's rows (1, 2, 3 …): if they are places in a sequence and not moments, this split tests the ends of long histories only, and leave-last suits the data";

/** First moment of the test side; +∞ when all times are equal. At least one time is known. */
function cutTime(times: Float64Array, trainShare: number): number {
  let dated = 0;
  for (let p = 0; p < times.length; p++) if (!Number.isNaN(times[p]!)) dated++;
  const target = trainShare * dated;
  const instant = orderStatistic(times, Math.min(dated - 1, Math.floor(target + 1e-9))); // the share falls into it
  let before = 0;
  let upTo = 0;
  let next = Number.POSITIVE_INFINITY;
  for (let p = 0; p < times.length; p++) {
    const time = times[p]!;
    if (time < instant) before++;
    if (time <= instant) upTo++;
    else if (time < next) next = time;
  }
  const isNearer = upTo === dated || target - before <= upTo - target;
  return before > 0 && isNearer ? instant : next;
}

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
