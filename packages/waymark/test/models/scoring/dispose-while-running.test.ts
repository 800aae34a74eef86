import { describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { userKnn } from "../../../src/models/knn/user-knn.ts";
import { ease } from "../../../src/models/linear/ease.ts";
import { type Estimator, ownModel, queryOf } from "../../../src/models/model.ts";
import { neumf } from "../../../src/models/neural/neumf.ts";
import { createScorer } from "../../../src/models/scoring/create-scorer.ts";
import { sasrec } from "../../../src/models/sequential/sasrec.ts";
import { twoFaculties } from "../../two-faculties.ts";

const core = new Core({ pages: 4096 });
const data = twoFaculties({ times: true });
const queries = Array.from({ length: data.users.size }, (_, user) => queryOf(data, user));
const chosen = queries.map((_, n) => Uint32Array.of(n % data.items.size));
const threads = 1;

/** Takes the memory that is free and leaves numbers in it that would spoil every score. */
function overwriteFreeMemory(): void {
  using arena = core.arena();
  arena.u8(core.largestFree >> 2).fill(0x7f);
}

const estimators: readonly (readonly [string, Estimator])[] = [
  ["als", als({ factors: 4, epochs: 2 })],
  ["ease", ease()],
  ["item-knn", itemKnn()],
  ["user-knn", userKnn()],
  ["neumf", neumf({ factors: 4, epochs: 1, patience: 0 })],
  ["sasrec", sasrec({ factors: 8, blocks: 1, epochs: 1, patience: 0 })],
];

describe.each(estimators)("%s", (_, estimator) => {
  test("a scorer that is disposed of ends its running calls first, and takes no more", async () => {
    const model = await estimator.fit(data, { core, threads });
    using _owned = ownModel(model);
    using steady = createScorer(model, { core });
    const lists = await steady.rank(queries, { limit: 3 }, { threads });
    const scores = await steady.score(queries, chosen, { threads });
    const used = core.used;
    const scorer = createScorer(model, { core });
    const running = [
      scorer.rank(queries, { limit: 3 }, { threads }),
      scorer.score(queries, chosen, { threads }),
    ] as const;
    scorer[Symbol.dispose]();
    overwriteFreeMemory();
    await expect(scorer.rank(queries, { limit: 3 })).rejects.toThrow("This scorer was disposed of");
    expect(await running[0]).toEqual(lists);
    expect(await running[1]).toEqual(scores);
    expect(core.used).toBe(used);
    scorer[Symbol.dispose]();
    expect(core.used).toBe(used);
  });

  test("a model that is disposed of gives its memory back after the calls that read it", async () => {
    const before = core.used;
    const model = await estimator.fit(data, { core, threads });
    const scorer = createScorer(model, { core });
    const lists = await scorer.rank(queries, { limit: 3 }, { threads });
    const running = scorer.rank(queries, { limit: 3 }, { threads });
    model[Symbol.dispose]?.();
    overwriteFreeMemory();
    expect(await running).toEqual(lists);
    scorer[Symbol.dispose]();
    expect(core.used).toBe(before);
  });
});
