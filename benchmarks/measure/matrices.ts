/**
 * The matrices of the benchmark `core` as data sets of ours; `benchmarks/peers/matrices.py` builds the same for the peers.
 */
import { fmix32 } from "../../packages/waymark/src/compute/hash.ts";
import { clean } from "../../packages/waymark/src/data/clean.ts";
import { Dataset } from "../../packages/waymark/src/data/dataset.ts";
import { openSource } from "../../packages/waymark/src/data/open-source.ts";
import { Vocabulary } from "../../packages/waymark/src/data/vocabulary.ts";
import { squaredLengths } from "../../packages/waymark/src/models/shared/co-occurrences.ts";
import { dataRoot } from "./peers.ts";

/** `mooccubex` and `ncf-ml-1m` are their published training parts; the others hold every pair. All values are 1. */
export type MatrixName = "ml-1m" | "goodbooks-10k" | "mooccubex" | "ncf-ml-1m" | SyntheticName;
type SyntheticName = `synthetic-${1 | 2 | 5 | 10 | 20}m`;

/** What two matrices share when they are the same but for the order of rows and columns. */
export interface MatrixFacts {
  readonly users: number;
  readonly items: number;
  /** Stored pairs. */
  readonly nnz: number;
  /** Sum over users of their number of items, squared. */
  readonly rowSquares: number;
  /** Sum over items of their number of users, squared. */
  readonly columnSquares: number;
}

/** Implicit feedback; users and items without a pair are left out. */
export async function benchmarkMatrix(name: MatrixName): Promise<Dataset> {
  if (name.startsWith("synthetic-")) return synthetic(name, Number.parseInt(name.slice("synthetic-".length), 10) / 20);
  const { data: source } = await openSource(`${dataRoot}/${name}`);
  const { publishedFolds, ...rest } = source;
  const inTraining = name === "mooccubex" || name === "ncf-ml-1m";
  const interactions = inTraining ? (await publishedFolds!())[0]!.train : source.interactions;
  const { data } = clean({ ...rest, interactions }, { implicit: true, minUserInteractions: 1, minItemInteractions: 1 });
  return data.asImplicit();
}

export function matrixFacts({ userItems, itemUsers }: Dataset): MatrixFacts {
  return {
    users: userItems.rowCount,
    items: userItems.columnCount,
    nnz: userItems.size,
    rowSquares: squaredLengths(userItems),
    columnSquares: squaredLengths(itemUsers),
  };
}

// of synthetic-20m; smaller ones have all three in proportion, so that rows stay as long
const mostUsers = 138_000;
const mostItems = 27_000;
const mostDraws = 20_000_000;

/**
 * Draw n = 0 … 19,999,999: a = fmix32(2n) / 2³², b = fmix32(2n + 1) / 2³², user = ⌊138,000 a √a⌋, item = ⌊27,000 b²⌋; a repeated
 * pair counts once. About 3 s and 0.4 GB.
 *
 * @throws {Error} when the result is not the one all programs are to draw
 */
function synthetic(name: string, share: number): Dataset {
  const users = mostUsers * share;
  const items = mostItems * share;
  const draws = mostDraws * share;
  const keys = new Uint32Array(draws); // user × items + item, below 2³²
  for (let n = 0; n < draws; n++) {
    const a = fmix32(2 * n) / 2 ** 32;
    const b = fmix32(2 * n + 1) / 2 ** 32;
    keys[n] = Math.floor(users * (a * Math.sqrt(a))) * items + Math.floor(items * (b * b));
  }
  keys.sort();
  let size = 0;
  for (let p = 0; p < draws; p++) if (p === 0 || keys[p] !== keys[p - 1]) keys[size++] = keys[p]!;
  const data = new Dataset({
    name,
    users: new Vocabulary(
      "learner",
      Array.from({ length: users }, (_, user) => String(user)),
    ),
    items: new Vocabulary(
      "course",
      Array.from({ length: items }, (_, item) => String(item)),
    ),
    interactions: {
      users: Uint32Array.from({ length: size }, (_, p) => Math.floor(keys[p]! / items)),
      items: Uint32Array.from({ length: size }, (_, p) => keys[p]! % items),
    },
  });
  if (share === 1) checkSynthetic(data);
  return data;
}

/** The check numbers published with the rule. */
function checkSynthetic({ size, interactions }: Dataset): void {
  const itemsOf = new Uint32Array(mostUsers);
  let firstItem = 0; // users of item 0
  for (let p = 0; p < size; p++) {
    itemsOf[interactions.users[p]!]! += 1;
    if (interactions.items[p] === 0) firstItem++;
  }
  const start = interactions.items.subarray(0, 5).join();
  const firstUser = itemsOf[0];
  const medianUser = itemsOf.sort()[mostUsers >> 1];
  const found = [size, firstUser, start, medianUser, firstItem].join(" ");
  if (found !== "19750534 5933 0,1,2,3,4 122 76922") throw new Error(`synthetic-20m was drawn wrongly: ${found}.`);
}
