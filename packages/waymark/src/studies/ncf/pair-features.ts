import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { FeatureColumn, LogFeatures } from "./features.ts";
import type { Parts } from "./parts.ts";

/** Numbers about a pair of learner and course, from the training rows alone. */
export interface PairFeatures {
  readonly names: readonly string[];
  /** Writes them for one pair at `out[start]` and after. */
  write(user: number, item: number, out: Float64Array, start: number): void;
}

type Feature = readonly [name: string, value: (user: number, item: number) => number];

/**
 * What the prepared features say of a pair: how much of the learner's practice is of the course's categories; how well
 * others do in it, and that times how well the learner does; how long it takes them; how far apart in time the two are.
 * Only those the log allows.
 */
export function pairFeatures({ columns, categories }: LogFeatures, { train }: Pick<Parts, "train">): PairFeatures {
  const { users, items } = train.pairs;
  const { users: userCount, items: itemCount } = { users: train.data.users.size, items: train.data.items.size };
  const meansOf = (name: FeatureColumn) => {
    const column = columns[name];
    return (
      column && {
        user: meanPer(users, userCount, column, train.rows),
        item: meanPer(items, itemCount, column, train.rows),
      }
    );
  };
  const features: Feature[] = [];
  if (categories) {
    const shares = categoryShares(train.data.userItems, categories);
    const width = categories.columnCount;
    features.push([
      "practice of its categories",
      (user, item) => {
        const { columns: own } = categories.row(item);
        let sum = 0;
        for (let c = 0; c < own.length; c++) sum += shares[user * width + own[c]!]!;
        return own.length > 0 ? sum / own.length : 0;
      },
    ]);
  }
  const score = meansOf("score");
  if (score)
    features.push(
      ["mean score of the course", (_, item) => score.item[item]!],
      ["mean score of learner × course", (user, item) => score.user[user]! * score.item[item]!],
    );
  const response = meansOf("responseTime");
  if (response) features.push(["mean response time of the course", (_, item) => response.item[item]!]);
  const time = meansOf("timestamp");
  if (time) features.push(["distance in time", (user, item) => Math.abs(time.user[user]! - time.item[item]!)]);
  return {
    names: features.map(([name]) => name),
    write(user, item, out, start) {
      for (let f = 0; f < features.length; f++) out[start + f] = features[f]![1](user, item);
    },
  };
}

/** Mean of a column over the rows of each group; 0, the mean of all, where a group has none. */
function meanPer(groups: Uint32Array, size: number, column: Float64Array, rows: Uint32Array): Float64Array {
  const sums = new Float64Array(size);
  const counts = new Uint32Array(size);
  for (let p = 0; p < rows.length; p++) {
    const value = column[rows[p]!]!;
    if (Number.isNaN(value)) continue;
    sums[groups[p]!]! += value;
    counts[groups[p]!]! += 1;
  }
  return sums.map((sum, g) => (counts[g]! > 0 ? sum / counts[g]! : 0));
}

/** Share of each learner's training rows that carry each category, shape (users, categories), single precision. */
function categoryShares({ offsets, columns, rowCount }: CsrMatrix, categories: CsrMatrix): Float32Array {
  const width = categories.columnCount;
  const shares = new Float32Array(rowCount * width);
  for (let user = 0; user < rowCount; user++) {
    const size = offsets[user + 1]! - offsets[user]!;
    for (let p = offsets[user]!; p < offsets[user + 1]!; p++)
      for (const category of categories.row(columns[p]!).columns) shares[user * width + category]! += 1 / size;
  }
  return shares;
}
