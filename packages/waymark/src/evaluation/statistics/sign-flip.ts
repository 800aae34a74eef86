import { Random } from "../../compute/random.ts";

/** Random sign assignments a test draws; the smallest p-value it can give is 1 / (flips + 1). */
const defaultFlips = 10_000;

/**
 * Two-sided paired randomization test: were two systems equally good, each user's difference might as well have had the
 * other sign. The p-value is the share of sign assignments whose |sum| is at least the one observed:
 *
 *     p = (1 + #{random assignments at least as extreme}) / (flips + 1)
 *
 * exactly (all 2ⁿ assignments, no 1 added) where there are no more than `flips` of them. It assumes nothing about the
 * shape of the differences, which for metrics such as nDCG are mostly zeros with a skewed rest.
 *
 * 32 users are flipped by one random number, through tables of partial sums per 8 users: O(users × flips / 8).
 *
 * @param differences one per user, 0 where the two are level; their sum is the statistic
 * @returns 0 < p ≤ 1; 1 when all differences are 0
 * @see Smucker, Allan & Carterette 2007, doi:10.1145/1321440.1321528: randomization, bootstrap and t-test agree for
 *   rankers, Wilcoxon's and the sign test do not. Urbano, Lima & Hanjalic 2019, doi:10.1145/3331184.3331259. The 1 added
 *   is from Phipson & Smyth 2010, doi:10.2202/1544-6115.1585: a Monte Carlo p-value is never 0.
 */
export function signFlipTest(differences: Float64Array, seed: number, flips = defaultFlips): number {
  const moving = differences.filter((difference) => difference !== 0);
  const bar = observedBar(moving);
  const exact = 2 ** moving.length <= flips;
  const draws = exact ? 2 ** moving.length : flips;
  const random = new Random(seed, 0x519f);
  const sums = new Float64Array(draws);
  const tables = new Float64Array(4 * 256);
  for (let start = 0; start < moving.length; start += 32) {
    for (let part = 0; part < 4; part++) fillSignedSums(tables, part * 256, moving, start + part * 8);
    addFlips(sums, tables, exact ? undefined : random);
  }
  let extreme = 0;
  for (let draw = 0; draw < draws; draw++) if (Math.abs(sums[draw]!) >= bar) extreme++;
  return exact ? extreme / draws : (1 + extreme) / (draws + 1);
}

/** |sum|, less what rounding in another order may take away: an assignment that equals the observed one must count. */
function observedBar(differences: Float64Array): number {
  let sum = 0;
  let size = 0;
  for (const difference of differences) {
    sum += difference;
    size += Math.abs(difference);
  }
  return Math.abs(sum) - 1e-12 * size;
}

/** Entry b: the sum of 8 differences, the one at bit j counting + where b has that bit and − where it has not. */
function fillSignedSums(tables: Float64Array, at: number, differences: Float64Array, start: number): void {
  let negative = 0;
  for (let j = 0; j < 8; j++) negative -= differences[start + j] ?? 0;
  tables[at] = negative;
  for (let b = 1; b < 256; b++) {
    const lowest = 31 - Math.clz32(b & -b);
    tables[at + b] = tables[at + (b & (b - 1))]! + 2 * (differences[start + lowest] ?? 0);
  }
}

/** Adds one random assignment of 32 signs to each sum; without `random`, assignment d is the binary number d. */
function addFlips(sums: Float64Array, tables: Float64Array, random: Random | undefined): void {
  for (let draw = 0; draw < sums.length; draw++) {
    const bits = random ? random.uint32() : draw;
    sums[draw]! +=
      tables[bits & 255]! +
      tables[256 + ((bits >>> 8) & 255)]! +
      tables[512 + ((bits >>> 16) & 255)]! +
      tables[768 + (bits >>> 24)]!;
  }
}
