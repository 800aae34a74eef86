import type { Dataset } from "../data/dataset.ts";
import { type Interactions, selectRows } from "../data/interactions.ts";
import { InvalidInputError } from "../errors.ts";

/** One division into rows to learn from and rows to test on. Indexes on both sides are those of the whole data set. */
export interface Fold {
  readonly name: string;
  /** All users and items of the whole, also those whose rows are all in `test`. */
  readonly train: Dataset;
  readonly test: Interactions;
  /** For each test row, the items it is to be ranked against; absent: every item the user has not had. */
  readonly negatives?: readonly Uint32Array[];
  /** Whether the negatives came with the data or were drawn here. @defaultValue published */
  readonly negativesAre?: "published" | "drawn";
  /** Test rows that were chosen among rows of equal time, by a seeded hash. @defaultValue 0 */
  readonly tiedRows?: number;
  /** What a reader of its figures must know, e.g. rows left out in cleaning. */
  readonly notes?: readonly string[];
}

/**
 * The fold whose test rows are those with `part[row] === chosen`; both sides keep the order of rows. Each side is copied
 * when it is asked for, and again if nobody held on to it: five folds of 25 million rows at once would take 3 GB.
 *
 * @throws {InvalidInputError} when one side is empty
 */
export function foldOf(
  data: Dataset,
  name: string,
  text: string,
  part: Uint8Array | Uint32Array,
  chosen: number,
  facts: Pick<Fold, "tiedRows" | "notes"> = {},
): Fold {
  let tested = 0;
  for (let row = 0; row < part.length; row++) if (part[row] === chosen) tested++;
  checkSides(data, text, part.length - tested, tested);
  const rowsWhere = (isTest: boolean, count: number): Interactions => {
    const positions = new Uint32Array(count);
    let write = 0;
    for (let row = 0; row < part.length; row++) if ((part[row] === chosen) === isTest) positions[write++] = row;
    return selectRows(data.interactions, positions);
  };
  const train = remembered(() => data.replaceInteractions(rowsWhere(false, part.length - tested)));
  const test = remembered(() => rowsWhere(true, tested));
  return {
    name,
    ...facts,
    get train() {
      return train();
    },
    get test() {
      return test();
    },
  };
}

/** A single fold, named after its split, from marks: 1 is a test row. */
export const singleFold = (data: Dataset, text: string, isTest: Uint8Array): readonly Fold[] => [
  foldOf(data, text, text, isTest, 1),
];

/** Builds on first use; the same object as long as somebody holds it. */
function remembered<T extends object>(build: () => T): () => T {
  let kept: WeakRef<T> | undefined;
  return () => {
    const held = kept?.deref();
    if (held) return held;
    const built = build();
    kept = new WeakRef(built);
    return built;
  };
}

/** @throws {InvalidInputError} when one side has no rows */
export function checkSides(data: Dataset, text: string, train: number, test: number): void {
  if (train > 0 && test > 0) return;
  throw new InvalidInputError(
    "split",
    `one that leaves rows to ${test === 0 ? "test on" : "learn from"} in ${data.name} (${data.size} rows)`,
    text,
    "Use another share, another split, or more data.",
  );
}
