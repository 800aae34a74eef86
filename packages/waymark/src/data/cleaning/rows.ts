import type { Interactions } from "../interactions.ts";
import type { CleanRules } from "./options.ts";
import { dropRepeats, type Sides } from "./repeats.ts";
import { type CleaningStep, counted } from "./report.ts";
import { dropWhere, newRowMask, type RowMask } from "./row-mask.ts";

/** Times more than this after the clock are wrong, whatever the time zone. */
const daySeconds = 86_400;
const yearOne = Date.parse("0001-01-01") / 1000;

/**
 * The steps that look at rows alone. Ratings out of scale go before repeats are merged, so that no wrong rating stands
 * for a pair or enters its mean.
 */
export function cleanRows(
  input: Interactions,
  sides: Sides,
  rules: CleanRules,
): { rowMask: RowMask; steps: CleaningStep[] } {
  const rowMask = newRowMask(rules.scale ? input : withoutValues(input));
  const steps: CleaningStep[] = [];
  const { values } = rowMask.rows;
  if (values !== undefined) {
    const blank = dropWhere(rowMask, (p) => Number.isNaN(values[p]!));
    const hint = rules.threshold === undefined ? " (read as implicit feedback, they would be kept)" : "";
    steps.push({ key: "incomplete", rows: blank, text: `${counted(blank, "row")} without a rating${hint}` });
  }
  if (values !== undefined) {
    const infinite = dropWhere(rowMask, (p) => !Number.isFinite(values[p]!));
    steps.push({ key: "not-finite", rows: infinite, text: `${counted(infinite, "row")} with an infinite rating` });
  }
  const { weights } = rowMask.rows;
  if (weights !== undefined) {
    const none = dropWhere(rowMask, (p) => weights[p]! <= 0);
    steps.push({ key: "zero-count", rows: none, text: `${counted(none, "row")} with a count of 0` });
    const blank = weights.reduce((sum, weight, p) => sum + Number(Number.isNaN(weight) && rowMask.dropped[p] === 0), 0);
    if (blank > 0)
      rowMask.rows = { ...rowMask.rows, weights: weights.map((weight) => (Number.isNaN(weight) ? 1 : weight)) };
    steps.push({
      key: "blank-count",
      rows: 0,
      corrected: blank,
      text: `${counted(blank, "row")} without a count, kept as 1`,
    });
  }
  if (rowMask.rows.times) steps.push(forgetImpossibleTimes(rowMask, rules.now));
  if (values !== undefined && rules.scale) {
    const { min, max } = rules.scale;
    const outside = dropWhere(rowMask, (p) => values[p]! < min || values[p]! > max);
    steps.push({ key: "out-of-scale", rows: outside, text: `${counted(outside, "row")} rated outside ${min}–${max}` });
  }
  const { exact, pairs } = dropRepeats(rowMask, sides, rules.repeats);
  steps.push({ key: "exact-repeats", rows: exact, text: `${counted(exact, "exact repeat")}` });
  steps.push({
    key: "repeated-pairs",
    rows: pairs,
    text: `${counted(pairs, "further row")} of a learner and course already there (kept: ${keptOf[rules.repeats]})`,
  });
  const { threshold } = rules;
  const rated = rowMask.rows.values;
  if (threshold !== undefined && rated !== undefined) {
    const below = dropWhere(rowMask, (p) => rated[p]! < threshold);
    steps.push({ key: "below-threshold", rows: below, text: `${counted(below, "row")} rated below ${threshold}` });
    rowMask.rows = withoutValues(rowMask.rows);
  }
  return { rowMask, steps };
}

const keptOf = { last: "the last", first: "the first", mean: "the mean rating", max: "the highest rating" };

/** The row is kept, since who took what is not in doubt; only its time is taken as unknown. */
function forgetImpossibleTimes(rowMask: RowMask, now: number): CleaningStep {
  const times = rowMask.rows.times!;
  let corrected: Float64Array | undefined;
  let count = 0;
  let latest = 0;
  for (let p = 0; p < times.length; p++) {
    const time = times[p]!;
    if (!(time > now + daySeconds || time < yearOne) || rowMask.dropped[p] !== 0) continue;
    corrected ??= times.slice();
    corrected[p] = Number.NaN;
    count++;
    if (time > latest) latest = time;
  }
  if (corrected) rowMask.rows = { ...rowMask.rows, times: corrected };
  // Milliseconds read as seconds lie tens of thousands of years ahead.
  const hint = latest > 1e11 && latest < 1e14 ? "; these look like milliseconds where seconds belong" : "";
  const text = `${counted(count, "row")} dated in the future or before the year 1, kept with the time unknown${hint}`;
  return { key: "impossible-times", rows: 0, corrected: count, text };
}

const withoutValues = ({ users, items, weights, times }: Interactions): Interactions => ({
  users,
  items,
  ...(weights && { weights }),
  ...(times && { times }),
});
