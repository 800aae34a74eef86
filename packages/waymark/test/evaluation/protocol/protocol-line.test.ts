import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { popularity } from "../../../src/models/baselines/popularity.ts";

/** So many users with the same items, each item on a day of its own or all on one. */
const world = (users: number, items: number, isTied: boolean): Dataset =>
  Dataset.fromRows(
    Array.from({ length: users * items }, (_, n) => ({
      user: `u${n % users}`,
      item: `i${Math.floor(n / users)}`,
      time: isTied ? 1e9 : 1e9 + 86_400 * Math.floor(n / users),
    })),
  );

const protocolOf = async (data: Dataset, split: string, k: readonly number[] = [1]) =>
  (await evaluate(data, [popularity()], { split, k, resamples: 0 })).protocol;

describe("test rows chosen among equal times", () => {
  test("are counted in the protocol line and as a field", async () => {
    const { name, tiedRows } = await protocolOf(world(6, 3, true), "leave-last");
    expect(name).toMatch(/^leave-last \(6 of 6 test rows chosen among equal times\), all unseen items/);
    expect(tiedRows).toBe(6);
  });

  test("are not mentioned where there are none", async () => {
    const { name, tiedRows } = await protocolOf(world(6, 3, false), "leave-last");
    expect(name).toMatch(/^leave-last, all unseen items/);
    expect(tiedRows).toBeUndefined();
  });
});

describe("a list as long as the candidates", () => {
  const longNote = async (k: readonly number[]) =>
    (await protocolOf(world(6, 8, false), "per-user:0.5", k)).notes?.find((note) => note.startsWith("k ="));

  test("is noted for each such length: every model finds everything", async () => {
    expect(await longNote([2, 4, 10])).toMatch(
      /^k = 4, 10 is not less than the number of candidates of most learners \(median 4\).*the same for all models.*smaller k/,
    );
  });

  test("is not noted where lists leave something out", async () => {
    expect(await longNote([1, 3])).toBeUndefined();
  });
});
