import type { Dataset } from "../../data/dataset.ts";
import type { Interactions } from "../../data/interactions.ts";
import { perUser } from "../../splits/per-user.ts";
import type { StudyStep } from "./step.ts";

/** Rows of the clean log in three parts; the numbers of the rows stand in `rows`. */
export interface Parts {
  readonly train: Part & { readonly data: Dataset };
  readonly valid: Part;
  readonly test: Part;
  readonly step: StudyStep;
}
export interface Part {
  readonly rows: Uint32Array;
  readonly pairs: Interactions;
}

/** How the split is written in protocols. */
export const splitText = "80/10/10 of each learner's rows, drawn at random";

/**
 * Of each learner's n rows ⌊n / 10⌋ are drawn for the test, of the others one in nine, rounded down, for validation: 8, 1
 * and 1 of ten. The rest is learned from.
 *
 * @throws {InvalidInputError} when no learner has ten rows
 */
export async function divide(data: Dataset, seed: number): Promise<Parts> {
  // Rows find their way back by their numbers, which ride along as values.
  const numbers = Float64Array.from({ length: data.size }, (_, row) => row);
  const numbered = data.replaceInteractions({ ...data.interactions, values: numbers });
  const [outer] = await perUser(0.1).apply(numbered, seed);
  const [inner] = await perUser(1 / 9).apply(outer!.train, seed + 1);
  const train = partOf(data, inner!.train.interactions);
  const valid = partOf(data, inner!.test);
  const test = partOf(data, outer!.test);
  return {
    train: { ...train, data: data.replaceInteractions(train.pairs) },
    valid,
    test,
    step: {
      key: "split",
      title: "Division into three parts",
      unit: "rows",
      before: data.size,
      after: train.rows.length,
      text: `${splitText}: ${count(train)} to learn from, ${count(valid)} for validation, ${count(test)} for the test.`,
    },
  };
}

function partOf(data: Dataset, { values, ...numbered }: Interactions): Part {
  const rows = Uint32Array.from(values!);
  const { times } = data.interactions;
  const { users, items } = numbered;
  return { rows, pairs: { users, items, ...(times && { times: Float64Array.from(rows, (row) => times[row]!) }) } };
}

const count = ({ rows }: Part): string => rows.length.toLocaleString("en-GB");
