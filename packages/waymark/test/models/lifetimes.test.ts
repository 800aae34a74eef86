import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Core, sharedCore } from "../../src/compute/core/core.ts";
import { loadModel } from "../../src/models/artifact/load-model.ts";
import { saveModel } from "../../src/models/artifact/save-model.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import { canExplain, canFindSimilar, canPredict, type Model, queryOf } from "../../src/models/model.ts";
import { modelFactories } from "../../src/models/registry.ts";
import { ratings } from "../../src/models/requirements.ts";
import { createScorer } from "../../src/models/scoring/create-scorer.ts";
import { twoFaculties } from "../two-faculties.ts";

const core = new Core({ pages: 4096 }); // of its own: nobody else takes or frees anything
const threads = 1; // a thread of its own would keep scratch room
const [plain, rated] = [false, true].map((rated) => twoFaculties({ ratings: rated, times: true }));
const folder = await mkdtemp(join(tmpdir(), "waymark-lifetimes-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Models that are quick to train, whatever they then are worth. */
const quick = { factors: 4, width: 4, hidden: 4, blocks: 1, epochs: 1, batchSize: 32, patience: 0, neighbours: 5 };
const create = (kind: RegisteredModel) =>
  kind.create(Object.fromEntries(Object.entries(quick).filter(([name]) => name in kind.params)));
const dataFor = (kind: RegisteredModel, round: number) =>
  round % 2 === 1 || kind.requires?.includes(ratings) ? rated! : plain!;

/** Everything that makes a model take memory: a user it knows, a new one, lists for both. */
async function askEverything(model: Model, kind: RegisteredModel, round: number): Promise<void> {
  const known = queryOf(dataFor(kind, round), 0);
  const queries = [known, { history: known.history.subarray(0, 3) }];
  for (const query of queries) model.score(query);
  if (canPredict(model)) model.predict(known, Uint32Array.of(0, 1));
  if (canExplain(model)) model.explain(known, 0);
  if (canFindSimilar(model)) model.similar(0, 3);
  using scorer = createScorer(model, { core });
  await scorer.rank(queries, { limit: 3 }, { threads });
}

const rounds = 20; // × 30 models, each fitted and loaded: 1,200 models made and disposed of

describe.each(modelFactories.map((kind) => [kind.key, kind] as const))("%s", (_, kind) => {
  test(`${rounds} fits and ${rounds} loads leave nothing in the kernels' memory`, async () => {
    const estimator = create(kind);
    const path = join(folder, `${kind.key}.waymark`);
    const usedAfter: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const data = dataFor(kind, round);
      const fitted = await estimator.fit(data, { core, threads, seed: round });
      await askEverything(fitted, kind, round);
      if (round < 2) await saveModel(`${path}${round}`, { estimator, seed: round, model: fitted, data });
      fitted[Symbol.dispose]?.();
      const { model: loaded } = await loadModel(`${path}${round % 2}`, { core });
      await askEverything(loaded, kind, round);
      loaded[Symbol.dispose]?.();
      usedAfter.push(core.used);
    }
    // from the second round on: the scratch room of threads is kept, and has grown to what both kinds of data need
    expect(new Set(usedAfter.slice(2))).toEqual(new Set([usedAfter[1]]));
  });

  test("trains, is restored and answers on the core it is given", async () => {
    const shared = sharedCore();
    const [before, calls] = [shared.used, JSON.stringify([...shared.kernelSeconds])];
    for (const round of [0, 1]) {
      const estimator = create(kind);
      const data = dataFor(kind, round);
      const model = await estimator.fit(data, { core, threads });
      const restored = kind.restore(model.state(), data, estimator.params as never, { core });
      await askEverything(model, kind, round);
      await askEverything(restored, kind, round);
      model[Symbol.dispose]?.();
      restored[Symbol.dispose]?.();
    }
    expect(shared.used).toBe(before);
    expect(JSON.stringify([...shared.kernelSeconds])).toBe(calls);
  });

  test("disposed of, it says so when asked, and can be disposed of again", async (context) => {
    for (const round of [0, 1]) {
      const model = await create(kind).fit(dataFor(kind, round), { core, threads });
      if (!model[Symbol.dispose]) return context.skip(); // holds nothing
      const before = core.used;
      await askEverything(model, kind, round);
      expect(core.used).toBeGreaterThan(before);
      model[Symbol.dispose]?.();
      model[Symbol.dispose]?.();
      expect(core.used).toBe(before);
      const error = { code: "disposed", message: expect.stringMatching(/^This model was disposed of/) };
      expect(() => model.score({ history: Uint32Array.of(0) })).toThrow(expect.objectContaining(error));
      expect(() => createScorer(model)).toThrow(expect.objectContaining(error));
      expect(() => model.state()).toThrow(expect.objectContaining(error));
    }
  });
});
