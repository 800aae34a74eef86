import { afterEach, describe, expect, test, vi } from "vitest";
import { Core } from "../../src/compute/core/core.ts";
import { Heap } from "../../src/compute/core/heap.ts";
import { MemoryLimitError } from "../../src/errors.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import { type Model, ownModel, queryOf } from "../../src/models/model.ts";
import { modelFactories } from "../../src/models/registry.ts";
import { ratings } from "../../src/models/requirements.ts";
import { createScorer } from "../../src/models/scoring/create-scorer.ts";
import { scoringFormOf } from "../../src/models/scoring/scoring-form.ts";
import { twoFaculties } from "../two-faculties.ts";

const core = new Core({ pages: 4096 }); // of its own: nobody else takes or frees anything
const threads = 1; // a thread of its own would keep scratch room
const [plain, rated] = [false, true].map((rated) => twoFaculties({ ratings: rated, times: true }));
const quick = { factors: 4, width: 4, hidden: 4, blocks: 1, epochs: 1, batchSize: 200, patience: 1, neighbours: 5 };
const create = (kind: RegisteredModel) =>
  kind.create(Object.fromEntries(Object.entries(quick).filter(([name]) => name in kind.params)));
const dataFor = (kind: RegisteredModel) => (kind.requires?.includes(ratings) ? rated! : plain!);

/** Lists for a user the model knows and for a new one. */
async function ask(model: Model, kind: RegisteredModel): Promise<void> {
  const known = queryOf(dataFor(kind), 0);
  const queries = [known, { history: known.history.subarray(0, 3) }];
  for (const query of queries) model.score(query);
  using scorer = createScorer(model, { core });
  await scorer.rank(queries, { limit: 3 }, { threads });
}

async function scoresExactly(kind: RegisteredModel): Promise<boolean> {
  const model = await create(kind).fit(dataFor(kind), { core, threads });
  using _owned = ownModel(model);
  return scoringFormOf(model)?.kind === "exact";
}

/** Counts allocations; the one of number `failing` fails as in a memory that is full. */
function failAt(failing: number): { count: number } {
  const take = Heap.prototype.take;
  const seen = { count: 0 };
  vi.spyOn(Heap.prototype, "take").mockImplementation(function (this: Heap, bytes) {
    if (++seen.count === failing) throw new MemoryLimitError(bytes, 0);
    return take.call(this, bytes);
  });
  return seen;
}

afterEach(() => vi.restoreAllMocks());

describe.each(modelFactories.map((kind) => [kind.key, kind] as const))("%s", (_, kind) => {
  test("leaves nothing in the kernels' memory, whichever of its allocations fails", async () => {
    const whole = async (): Promise<void> => {
      const model = await create(kind).fit(dataFor(kind), { core, threads });
      using _owned = ownModel(model);
      await ask(model, kind);
    };
    await whole(); // so that room which the core keeps is there
    const used = core.used;
    const isExact = await scoresExactly(kind);
    const seen = failAt(0);
    await whole();
    vi.restoreAllMocks();
    const step = Math.max(1, Math.floor(seen.count / 60));
    for (let failing = 1; failing <= seen.count; failing += failing < 40 ? 1 : step) {
      failAt(failing);
      const outcome = await whole().catch((error: unknown) => error);
      // a model whose scores are exact answers without the core where its form does not fit
      if (outcome !== undefined || !isExact) expect(outcome, `allocation ${failing}`).toBeInstanceOf(MemoryLimitError);
      vi.restoreAllMocks();
      expect(core.used, `allocation ${failing} of ${seen.count}`).toBeLessThanOrEqual(used);
    }
    await whole();
    expect(core.used).toBe(used);
  });

  test("restored from a tensor that is cut short, leaves nothing in the kernels' memory", async () => {
    const [data, estimator] = [dataFor(kind), create(kind)];
    const model = await estimator.fit(data, { core, threads });
    const { numbers, tensors } = model.state();
    model[Symbol.dispose]?.();
    const used = core.used;
    for (const [name, tensor] of Object.entries(tensors)) {
      const broken = { ...tensor, data: tensor.data.subarray(1) };
      try {
        const state = { numbers, tensors: { ...tensors, [name]: broken } };
        const restored = kind.restore(state, data, estimator.params as never, { core });
        using _owned = ownModel(restored);
        await ask(restored, kind);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
      expect(core.used, name).toBe(used);
    }
  });
});
