import { expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import type { CleanLog } from "../../../src/studies/ncf/clean-log.ts";
import { prepareFeatures } from "../../../src/studies/ncf/features.ts";
import { pairFeatures } from "../../../src/studies/ncf/pair-features.ts";

/** Four courses of two parts; the last two rows are held out. */
function log(heldOut: { readonly score: number; readonly seconds: number; readonly time: number }): CleanLog {
  const data = Dataset.fromRows(
    [
      { user: "u", item: "a", time: 0 },
      { user: "u", item: "b", time: 10 },
      { user: "v", item: "a", time: 20 },
      { user: "v", item: "c", time: heldOut.time },
      { user: "u", item: "d", time: heldOut.time },
    ],
    {
      itemFeatures: () => ({
        topics: {
          names: ["part 1", "part 2"],
          matrix: CsrMatrix.fromCoordinates(4, 2, Uint32Array.of(0, 1, 2, 3), Uint32Array.of(0, 1, 0, 1)),
        },
      }),
    },
  );
  return {
    data,
    scores: Float64Array.of(1, 0, 1, heldOut.score, heldOut.score),
    answers: {
      correct: Float64Array.of(1, 0, 1, heldOut.score, heldOut.score),
      seconds: Float64Array.of(10, 20, 30, heldOut.seconds, heldOut.seconds),
      incompleteMask: new Uint8Array(5),
      platforms: Uint8Array.of(0, 255, 0, 0, 0),
      platformNames: ["mobile"],
    },
    steps: [],
  };
}

function prepared(heldOut: Parameters<typeof log>[0]) {
  const clean = log(heldOut);
  const rows = Uint32Array.of(0, 1, 2);
  const { users, items } = clean.data.interactions;
  const pairs = { users: users.slice(0, 3), items: items.slice(0, 3) };
  const train = { rows, pairs, data: clean.data.replaceInteractions(pairs) };
  const features = prepareFeatures(clean, { train });
  return { features, pair: pairFeatures(features, { train }), data: clean.data };
}

const valuesOf = ({ pair, data }: ReturnType<typeof prepared>, user: string, item: string): readonly number[] => {
  const out = new Float64Array(pair.names.length);
  pair.write(data.users.index(user), data.items.index(item), out, 0);
  return [...out];
};

test("scales and features of pairs are those of the training rows, whatever is held out", () => {
  const some = prepared({ score: 0, seconds: 25, time: 15 });
  const other = prepared({ score: 1, seconds: 9000, time: 4e9 });
  for (const [name, scaling] of Object.entries(some.features.scalings))
    expect(scaling.apply(7), name).toBe(other.features.scalings[name as "score"]!.apply(7));
  for (const user of ["u", "v"])
    for (const item of ["a", "b", "c", "d"]) expect(valuesOf(some, user, item)).toEqual(valuesOf(other, user, item));
});

test("features of a pair, by hand", () => {
  const world = prepared({ score: 0, seconds: 25, time: 15 });
  expect(world.pair.names).toEqual([
    "practice of its categories",
    "mean score of the course",
    "mean score of learner × course",
    "mean response time of the course",
    "distance in time",
  ]);
  const standard = (score: number) => (score - 2 / 3) / Math.sqrt(2 / 9);
  const [practice, score, both, , distance] = valuesOf(world, "u", "a");
  expect(practice).toBeCloseTo(1 / 2, 6); // one of u's two rows is of part 1
  expect(score).toBeCloseTo(standard(1), 12);
  expect(both).toBeCloseTo(((standard(1) + standard(0)) / 2) * standard(1), 12);
  expect(distance).toBeCloseTo(Math.abs(5 / 20 - 10 / 20), 12); // u at 0 and 10, a at 0 and 20, of 0 … 20
  expect(valuesOf(world, "v", "d").slice(0, 4)).toEqual([0, 0, 0, 0]); // no training row: the mean of all
});

test("the steps say what the log has: parts, platforms, and what is missing", () => {
  const { features } = prepared({ score: 0, seconds: 25, time: 15 });
  expect(features.steps.map(({ text }) => text).join("\n")).toMatchInlineSnapshot(`
    "2 learners become the numbers 0 to 1, 4 courses the numbers 0 to 3: rows of the embeddings.
    2 parts, 1 platform (mobile; 4 rows): a column of zeros and ones each.
    On the training rows alone: timestamps to 0 … 1; durations to 0 … 1.
    On the training rows alone: scores to mean 0 and deviation 1; logarithms of response times to mean 0 and deviation 1."
  `);
  const bare = {
    data: Dataset.fromRows([
      { user: "u", item: "a" },
      { user: "v", item: "b" },
    ]),
    steps: [],
  };
  const train = { rows: Uint32Array.of(0, 1), pairs: bare.data.interactions, data: bare.data };
  const notes = prepareFeatures(bare, { train })
    .steps.map(({ text }) => text)
    .join("\n");
  for (const words of ["The log names none.", "the log has no timestamps", "the log has no scores"])
    expect(notes).toContain(words);
});
