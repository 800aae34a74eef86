import { describe, expect, test, vi } from "vitest";
import { sharedCore } from "../../src/compute/core/core.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Dataset, type Row } from "../../src/data/dataset.ts";
import type { Vocabulary } from "../../src/data/vocabulary.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import { checkAlsMemory } from "../../src/models/factorization/als/train-als.ts";
import { als } from "../../src/models/factorization/als.ts";
import { trainBpr } from "../../src/models/factorization/bpr/train-bpr.ts";
import { bpr } from "../../src/models/factorization/bpr.ts";
import { rp3beta, walkWeights } from "../../src/models/graph/rp3beta.ts";
import { ease, trainEase } from "../../src/models/linear/ease.ts";
import { slim, trainSlim } from "../../src/models/linear/slim.ts";
import { queryOf, recommend } from "../../src/models/model.ts";
import { goldenDataset } from "../golden/implicit-feedback/matrix.ts";
import { twoFaculties } from "../two-faculties.ts";

const kinds: readonly (readonly [string, RegisteredModel])[] = [als, bpr, ease, rp3beta, slim].map((kind) => [
  kind.key,
  kind as RegisteredModel,
]);

/** Sizes without contents, for checks that come before anything is read. */
const bare = (users: number, items: number) => {
  const userItems = new CsrMatrix(items, new Uint32Array(users + 1), new Uint32Array(0), new Float64Array(0));
  const itemUsers = new CsrMatrix(users, new Uint32Array(items + 1), new Uint32Array(0), new Float64Array(0));
  return {
    userItems,
    itemUsers,
    users: { size: users } as Vocabulary,
    items: { size: items } as Vocabulary,
  } as Dataset;
};

describe.each([als, bpr].map((kind) => [kind.key, kind as RegisteredModel] as const))("factors of %s", (key, kind) => {
  test.each([0, -1, 1.5, 100_001, Number.NaN])("%d are refused with the range", (factors) => {
    expect(() => kind.create({ factors })).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        message: expect.stringContaining(`${key}.factors must be a whole number from 1 to 100000`),
      }),
    );
  });
});

describe("what does not fit into memory", () => {
  const tooLarge = (work: RegExp) => ({
    code: "memory_limit",
    message: expect.stringMatching(new RegExp(`${work.source}.* needs [\\d.]+ GiB of memory.* Use `)),
  });
  const data = bare(20_000, 20_000);
  const used = (): number => sharedCore().used;

  test("100,000 factors: als and bpr name the bytes and take none", async () => {
    const before = used();
    expect(() => checkAlsMemory(sharedCore(), "als", data.userItems, 100_000)).toThrow(
      expect.objectContaining(tooLarge(/als with 100000 factors for 20000 learners and 20000 courses/)),
    );
    const settings = {
      factors: 100_000,
      epochs: 1,
      learningRate: 0.1,
      regularization: 0,
      negatives: "uniform",
    } as const;
    await expect(trainBpr(data.userItems, settings)).rejects.toMatchObject(
      tooLarge(/bpr with 100000 factors for 20000 learners and 20000 courses/),
    );
    expect(used()).toBe(before);
  });

  test("a square of 60,000 courses, or all their neighbours: ease, slim and rp3beta name the bytes and take none", async () => {
    const before = used();
    const wide = bare(1, 60_000);
    await expect(trainEase(wide, 1)).rejects.toMatchObject(tooLarge(/ease for 60000 courses/));
    await expect(trainSlim(wide, { l1: 1, l2: 1, tolerance: 1e-4 })).rejects.toMatchObject(
      tooLarge(/slim for 60000 courses/),
    );
    await expect(walkWeights(wide, { alpha: 1, beta: 1, neighbours: 60_000 })).rejects.toMatchObject(
      tooLarge(/rp3beta with 60000 neighbours for 60000 courses/),
    );
    expect(used()).toBe(before);
  });
});

describe.each(kinds)("%s on thin data", (_key, kind) => {
  const rows = (...pairs: readonly string[]): Dataset =>
    Dataset.fromRows(pairs.map((pair): Row => ({ user: pair[0]!, item: pair[1]! })));

  test("one course: trains, and has nothing left to offer", async () => {
    const data = rows("ax", "bx");
    const model = await kind.create({}).fit(data);
    expect(recommend(model, queryOf(data, 0), 5)).toEqual([]);
    expect(model.score({ history: new Uint32Array(0) })).toHaveLength(1);
  });

  test("learners and courses without a row do not disturb the others", async () => {
    const whole = twoFaculties();
    const { users, items } = whole.interactions;
    const kept = [...users.keys()].filter((row) => users[row]! > 2 && items[row] !== 0);
    const data = whole.replaceInteractions({
      users: Uint32Array.from(kept, (row) => users[row]!),
      items: Uint32Array.from(kept, (row) => items[row]!),
    });
    const model = await kind.create({}).fit(data);
    for (const user of [0, 5]) {
      const scores = model.score(queryOf(data, user));
      expect(scores[0]).toBeNaN(); // nobody has it
      expect(scores.some(Number.isFinite)).toBe(user === 5);
      expect(scores).not.toContain(Number.POSITIVE_INFINITY);
    }
  });

  test("a learner who has every course is offered none, the others are", async () => {
    const data = rows("ax", "ay", "az", "bx", "by", "cy", "cz");
    const model = await kind.create({}).fit(data);
    expect(recommend(model, queryOf(data, data.users.index("a")), 5)).toEqual([]);
    expect(recommend(model, { history: Uint32Array.of(0, 1, 2) }, 5)).toEqual([]);
  });

  test("stops when asked before any of its stages, and leaves nothing behind", async () => {
    const data = goldenDataset();
    const estimator = kind.create({ ...("epochs" in kind.params && { epochs: 3 }) });
    const core = sharedCore();
    const run = core.run.bind(core);
    const fitStoppingAt = async (stage: number): Promise<number> => {
      const stop = new AbortController();
      let stages = 0;
      const spy = vi.spyOn(core, "run").mockImplementation((...call) => {
        if (stages++ === stage) stop.abort(new Error("enough"));
        return run(...call);
      });
      try {
        const fitting = estimator.fit(data, { signal: stop.signal });
        if (stage < Number.POSITIVE_INFINITY) await expect(fitting).rejects.toThrow("enough");
        await fitting.catch(() => {});
        return stages;
      } finally {
        spy.mockRestore();
      }
    };
    const stages = await fitStoppingAt(Number.POSITIVE_INFINITY);
    expect(stages).toBeGreaterThan(0);
    const before = core.used; // scratch of the threads is kept from here on
    for (let stage = 0; stage < stages; stage++) {
      expect(await fitStoppingAt(stage)).toBe(stage + 1);
      expect(core.used).toBe(before);
    }
  });
});

describe("systems without a solution", () => {
  const twins = Dataset.fromRows(["a", "b", "c"].flatMap((user) => ["x", "y"].map((item) => ({ user, item }))));

  test("ease without regularization, where two courses are always taken together, says to raise it", async () => {
    await expect(ease({ regularization: 0 }).fit(twins)).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringContaining("raise regularization"),
    });
  });

  test.each(["cg", "exact"] as const)(
    "als (%s) without regularization gives finite scores or says to raise it",
    async (solver) => {
      const fitted = als({ regularization: 0, factors: 8, solver }).fit(twins);
      const outcome = await fitted.then(
        (model) => (model.score(queryOf(twins, 0)).every(Number.isFinite) ? "finite" : "not finite"),
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      );
      expect(outcome).toMatch(/^(finite|fit_diverged: .*raise regularization)/);
    },
  );

  test("slim without l1 and l2 still has finite weights", async () => {
    const W = await trainSlim(twins, { l1: 0, l2: 0, tolerance: 1e-4 });
    expect([...W.values]).toEqual([1, 1]);
  });
});

describe("rows that are no enrolments", () => {
  test("a pair in two rows is refused", () => {
    const row = { user: "a", item: "x" };
    expect(() => Dataset.fromRows([row, row])).toThrow(expect.objectContaining({ code: "invalid_input" }));
  });

  test.each([Number.POSITIVE_INFINITY, Number.NaN])("a weight of %d is refused", (value) => {
    expect(() => Dataset.fromRows([{ user: "a", item: "x", value }])).toThrow(
      expect.objectContaining({ code: "invalid_input" }),
    );
  });
});
