import { readFileSync } from "node:fs";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";

/** `factorizations.json` as `factorizations.py` writes it. */
interface Golden {
  readonly users: readonly string[];
  readonly items: readonly string[];
  readonly rows: readonly (readonly [user: string, item: string, rating: number])[];
  readonly asked: readonly (readonly [user: string, item: string])[];
  readonly cases: Readonly<Record<string, GoldenCase>>;
}
type Matrix = readonly (readonly number[])[];
interface GoldenCase {
  readonly start: Readonly<Record<string, Matrix>>;
  /** `null` for users and items without a training row. */
  readonly learned: Readonly<Record<string, readonly (number | readonly number[] | null)[]>>;
  readonly predictions: readonly number[];
}

const golden = JSON.parse(readFileSync(new URL("factorizations.json", import.meta.url), "utf8")) as Golden;

/** The small matrix; its vocabularies also hold one user and one item without a row. */
export const goldenData = new Dataset({
  name: "golden",
  users: new Vocabulary("learner", golden.users),
  items: new Vocabulary("course", golden.items),
  scale: { min: 1, max: 5 },
  interactions: {
    users: Uint32Array.from(golden.rows, ([user]) => golden.users.indexOf(user)),
    items: Uint32Array.from(golden.rows, ([, item]) => golden.items.indexOf(item)),
    values: Float64Array.from(golden.rows, ([, , rating]) => rating),
  },
});

export const goldenAsked = golden.asked.map(([user, item]) => ({
  user: golden.users.indexOf(user),
  item: golden.items.indexOf(item),
}));

export function goldenCase(name: string) {
  const { start, learned, predictions } = golden.cases[name]!;
  return {
    predictions,
    start: (of: string) => Float64Array.from(start[of]!.flat()),
    /** Rows of `width`, 0 where nothing was learned. */
    learned: (of: string, width = 1) =>
      Float64Array.from(learned[of]!.flatMap((row) => row ?? new Array<number>(width).fill(0))),
  };
}

/** The largest difference between two arrays of one length. */
export function largestGap(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((gap, x, p) => Math.max(gap, Math.abs(x - b[p]!)), 0);
}
