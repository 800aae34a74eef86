import { pairHash } from "../compute/hash.ts";
import { type DiversityBasis, diversityBasis } from "./list-diversity-of.ts";
import type { MetricDefinition } from "./metrics/define-metric.ts";
import { namesOf } from "./metrics/registry.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import type { Protocol } from "./result.ts";
import type { Settings } from "./settings.ts";

/** What a protocol says about one fold, without its rows. */
export interface FoldFacts {
  readonly name: string;
  readonly candidates: Protocol["candidates"];
  readonly testRows: number;
  readonly testUsers: number;
  /** Test users with something that a list should hold. */
  readonly listUsers: number;
  readonly repeatedRows: number;
  readonly tiedRows: number;
  /** Sum mod 2³² of a hash of every test row: equal for equal test rows. */
  readonly testHash: number;
  /** Of the candidates of each list; 0 where there are no lists. */
  readonly medianCandidates: number;
  readonly basis: DiversityBasis;
  readonly notes: readonly string[];
}

export const describeFold = (fold: PreparedFold): FoldFacts => ({
  name: fold.name,
  candidates: fold.negatives === undefined ? "all-unseen" : `${fold.negativesAre}-negatives`,
  testRows: fold.test.rows.length,
  testUsers: fold.test.users.length,
  listUsers: fold.relevant.users.length,
  repeatedRows: fold.repeatedRows,
  tiedRows: fold.tiedRows,
  testHash: testHash(fold),
  medianCandidates: medianOf(candidateCounts(fold)),
  basis: diversityBasis(fold.train),
  notes: fold.notes,
});

function testHash({ test: { users, offsets, items } }: PreparedFold): number {
  let sum = 0;
  for (const [n, user] of users.entries())
    for (let p = offsets[n]!; p < offsets[n + 1]!; p++) sum = (sum + pairHash(user, items[p]!, 0)) >>> 0;
  return sum;
}

/** How many items each list is drawn from: a list a user, or a test row where there are negatives. */
function candidateCounts({ train, relevant, negatives }: PreparedFold): Uint32Array {
  if (negatives !== undefined) return relevant.rows.map((row) => negatives[row]!.length + 1);
  const { offsets } = train.userItems;
  return relevant.users.map((user) => train.items.size - (offsets[user + 1]! - offsets[user]!));
}

/** The lower of the two in the middle. */
const medianOf = (counts: Uint32Array): number => counts.slice().sort()[(counts.length - 1) >> 1] ?? 0;

/** What the metrics of one run hold for, in fields and in one line. */
export function protocolOf(split: string, folds: readonly FoldFacts[], settings: Settings): Protocol {
  const { seed, cutoffs, relevantFrom, ratings, lists, resamples, confidence } = settings;
  const candidates = folds[0]?.candidates ?? "all-unseen"; // the same in every fold
  const total = (count: (fold: FoldFacts) => number) => folds.reduce((sum, fold) => sum + count(fold), 0);
  const testUsers = total((fold) => fold.testUsers);
  const repeatedRows = total((fold) => fold.repeatedRows);
  const tiedRows = total((fold) => fold.tiedRows);
  const testRows = total((fold) => fold.testRows);
  const notes = [
    ...(lists ? listNotes(folds, candidates, settings.metrics) : []),
    ...(lists ? longListNotes(folds, cutoffs) : []),
    ...(repeatedRows > 0 ? [repeatNote(repeatedRows, settings)] : []),
    ...folds.flatMap((fold) => fold.notes),
  ];
  return {
    name: [
      tiedRows > 0 ? `${split} (${tiedRows} of ${testRows} test rows chosen among equal times)` : split,
      ...(ratings ? ["held-out ratings predicted"] : []),
      ...(lists
        ? [
            candidatesInWords[candidates],
            `k = ${cutoffs.join(", ")}`,
            relevantFrom === undefined ? "positives: every test row" : `positives: rating ≥ ${relevantFrom}`,
          ]
        : []),
      `seed ${seed}`,
    ].join(", "),
    split,
    folds: folds.length,
    seed,
    candidates,
    k: cutoffs,
    ...(relevantFrom !== undefined && { relevantFrom }),
    testRows,
    ...(tiedRows > 0 && { tiedRows }),
    testHash: folds.map((fold) => fold.testHash.toString(16).padStart(8, "0")).join("-"),
    testUsers,
    usersLeftOut: lists ? testUsers - total((fold) => fold.listUsers) : 0,
    bootstrap: { resamples, confidence },
    ...(notes.length > 0 && { notes }),
  };
}

const candidatesInWords: Readonly<Record<Protocol["candidates"], string>> = {
  "all-unseen": "all unseen items",
  "published-negatives": "published negatives, ties against the test item",
  "drawn-negatives": "drawn negatives, ties against the test item",
};

function listNotes(
  folds: readonly FoldFacts[],
  candidates: Protocol["candidates"],
  metrics: readonly MetricDefinition[],
): readonly string[] {
  if (candidates !== "all-unseen") {
    const absent = namesOf(metrics, ["list", "exposure"]);
    const drawn = candidates === "published-negatives" ? "published" : "drawn";
    if (absent === "") return [];
    return [`${absent} are absent: lists are made of a few ${drawn} courses, not of the catalogue`];
  }
  if (!metrics.some(({ key }) => key === "diversity@k")) return [];
  return folds.every(({ basis }) => basis === "topics")
    ? ["diversity compares courses by their topics"]
    : ["diversity compares courses by who took them in the training part: the data names no topics"];
}

/** A list that holds every candidate holds every relevant one, whichever model made it. */
function longListNotes(folds: readonly FoldFacts[], cutoffs: readonly number[]): readonly string[] {
  const median = Math.max(...folds.map(({ medianCandidates }) => medianCandidates));
  const long = cutoffs.filter((k) => k >= median);
  if (median === 0 || long.length === 0) return [];
  const named = long.join(", ");
  return [
    `k = ${named} is not less than the number of candidates of most learners (median ${median}): their lists hold every candidate, so recall, precision and hit rate at ${named} are the same for all models that score every course; take a smaller k`,
  ];
}

function repeatNote(rows: number, { lists, ratings }: Settings): string {
  const one = rows === 1;
  const learnt = one
    ? "models have learnt from its pair before they predict the rating"
    : "models have learnt from their pairs before they predict the ratings";
  const passed = `${one ? "it is" : "they are"} not looked for in lists, which never offer ${one ? "it" : "them"}`;
  const outcome = [...(ratings ? [learnt] : []), ...(lists ? [passed] : [])].join("; ");
  return `${rows} test ${one ? "row repeats" : "rows repeat"} a training row; ${outcome}`;
}
