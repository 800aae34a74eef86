import { type CsrMatrix, stableCountingSort } from "../compute/csr-matrix.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Interactions } from "../data/interactions.ts";
import { InvalidInputError, ShapeError } from "../errors.ts";
import type { Query } from "../models/model.ts";
import { treatAsImplicit } from "../remedy.ts";
import type { Fold } from "../splits/fold.ts";
import { listDiversityOf } from "./list-diversity-of.ts";
import type { RecommendedList } from "./metrics/define-metric.ts";
import type { Settings } from "./settings.ts";

/** Rows of some users put together: user `users[n]` owns `[offsets[n], offsets[n + 1])` of the other columns. */
export interface RowsByUser {
  readonly users: Uint32Array; // (groups), ascending, each with at least one row
  readonly offsets: Uint32Array; // (groups + 1)
  readonly items: Uint32Array;
  readonly values: Float64Array | undefined;
  /** Row number in the fold's test part. */
  readonly rows: Uint32Array;
}

/** One fold made ready for every model: worked out once, so that each model meets exactly the same questions. */
export interface PreparedFold {
  readonly name: string;
  readonly train: Dataset;
  /** What stands in for a prediction a model cannot make; NaN for implicit feedback. */
  readonly trainMean: number;
  /** Training rows of each item. */
  readonly takers: Uint32Array; // (items)
  /** Users with at least one training row. */
  readonly trainUsers: number;
  readonly test: RowsByUser;
  /** Test rows that a list should hold. */
  readonly relevant: RowsByUser;
  /** For each test row, the items it is ranked against; absent: every item the user has no training row for. */
  readonly negatives?: readonly Uint32Array[];
  readonly negativesAre: "published" | "drawn";
  /** Absent where no lists are drawn from the whole catalogue. */
  readonly diversity?: RecommendedList["diversity"];
  /** Test rows whose pair is in the training part too, so that no list may hold them. */
  readonly repeatedRows: number;
  /** Test rows chosen among rows of equal time. */
  readonly tiedRows: number;
  /** The fold's own. */
  readonly notes: readonly string[];
}

/**
 * @param settings.relevantFrom lowest rating that counts as relevant; absent: every test row does
 * @throws {InvalidInputError} when ratings are to be compared and the test rows have none
 * @throws {ShapeError} when there are not as many lists of negatives as test rows
 */
export function prepareFold(
  fold: Fold,
  { relevantFrom, lists }: Pick<Settings, "relevantFrom" | "lists">,
): PreparedFold {
  const { train, test, negatives, negativesAre = "published" } = fold;
  if (negatives && negatives.length !== test.users.length)
    throw new ShapeError("negatives", `(${test.users.length}) lists`, `(${negatives.length})`);
  if (train.feedback === "explicit" && test.values === undefined)
    throw new InvalidInputError("split", "one whose test rows have ratings", fold.name, treatAsImplicit);
  const { values } = train.interactions;
  const everyRow = Uint32Array.from(test.users, (_, row) => row);
  const relevant = everyRow.filter((row) => relevantFrom === undefined || test.values![row]! >= relevantFrom);
  const isFresh = (row: number) => train.userItems.find(test.users[row]!, test.items[row]!) === undefined;
  const fresh = relevant.filter(isFresh);
  const takers = new Uint32Array(train.items.size);
  for (const item of train.interactions.items) takers[item]! += 1;
  return {
    name: fold.name,
    train,
    trainMean: values && train.feedback === "explicit" ? mean(values) : Number.NaN,
    takers,
    trainUsers: countRowsInUse(train.userItems),
    test: byUser(test, everyRow, train.users.size),
    relevant: byUser(test, fresh, train.users.size),
    ...(negatives && { negatives }),
    negativesAre,
    ...(lists && !negatives && { diversity: listDiversityOf(train) }),
    repeatedRows: everyRow.length - everyRow.filter(isFresh).length,
    tiedRows: fold.tiedRows ?? 0,
    notes: fold.notes ?? [],
  };
}

/**
 * What a model knows about a user: the training history, and the row where it was trained on one. A user without
 * training rows is a new user with an empty history.
 */
export function queryOfTrainUser({ train }: PreparedFold, user: number): Query {
  const { columns, values } = train.userItems.row(user);
  return columns.length === 0 ? { history: columns } : { history: columns, weights: values, user };
}

function byUser(rows: Interactions, chosen: Uint32Array, userCount: number): RowsByUser {
  const owners = chosen.map((row) => rows.users[row]!);
  const order = stableCountingSort(owners, userCount).map((position) => chosen[position]!);
  const users: number[] = [];
  const offsets: number[] = [];
  order.forEach((row, p) => {
    if (p > 0 && rows.users[row] === users.at(-1)) return;
    users.push(rows.users[row]!);
    offsets.push(p);
  });
  offsets.push(order.length);
  return {
    users: Uint32Array.from(users),
    offsets: Uint32Array.from(offsets),
    items: order.map((row) => rows.items[row]!),
    values: rows.values && Float64Array.from(order, (row) => rows.values![row]!),
    rows: order,
  };
}

function countRowsInUse({ offsets, rowCount }: CsrMatrix): number {
  let count = 0;
  for (let r = 0; r < rowCount; r++) if (offsets[r + 1]! > offsets[r]!) count++;
  return count;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < values.length; p++) sum += values[p]!;
  return sum / values.length;
}
