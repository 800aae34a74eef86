import { describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import {
  appendHistory,
  canExplain,
  canFindSimilar,
  canPredict,
  type Query,
  queryOf,
  recommend,
  usesLiveHistory,
} from "../../src/models/model.ts";
import { ratings as needsRatings, times as needsTimes } from "../../src/models/requirements.ts";
import { recommendBatch } from "../../src/models/scoring/recommend-batch.ts";
import { scoringFormOf } from "../../src/models/scoring/scoring-form.ts";
import { historyOf, twoFaculties } from "../two-faculties.ts";

export interface ContractOptions {
  /** False for models that give everyone the same list. */
  readonly personalized?: boolean;
  /** Whether it says something of a course nobody took: by its text, or by chance. */
  readonly knowsUnseen?: boolean;
  /** Parameters that suit so small a world. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What every model promises. A model's own test calls this once; `models.test.ts` finds out who does not. */
export function describeModel(
  kind: RegisteredModel,
  { personalized = true, knowsUnseen = false, params = {} }: ContractOptions = {},
): void {
  const worlds = [false, true].filter((ratings) => ratings || !kind.requires?.includes(needsRatings));
  describe.each(worlds)(`${kind.key} with ratings: %s`, (ratings) => {
    const data = twoFaculties({ ratings, times: kind.requires?.includes(needsTimes) ?? false });
    const fit = (seed = 0, on: Dataset = data) => kind.create(params).fit(on, { seed });
    const foldIn = (user: string) => {
      const { history, weights } = queryOf(data, data.users.index(user));
      return { history, weights: weights! };
    };

    test.runIf(personalized).each([0, 3, 7])("offers learner %i of each faculty the one course left", async (n) => {
      const model = await fit();
      for (const faculty of ["arts", "science"]) {
        const user = data.users.index(`${faculty}-learner-${n}`);
        const [best] = recommend(model, queryOf(data, user), 1);
        expect(model.items.id(best!.item)).toBe(`${faculty}-${n}`);
      }
    });

    test.runIf(personalized)("folds in: a new user with the same history is offered the same course", async () => {
      const model = await fit();
      for (const user of ["arts-learner-3", "science-learner-5"]) {
        const [best] = recommend(model, foldIn(user), 1);
        expect(model.items.id(best!.item)).toBe(user.replace("-learner", ""));
      }
    });

    test("never offers what the learner already has, however long the list", async () => {
      const history = historyOf(data, "arts-learner-0");
      const list = recommend(await fit(), { history }, 1_000);
      expect(list.filter(({ item }) => history.includes(item))).toEqual([]);
    });

    test("answers an empty history and a history of every item without failing", async () => {
      const model = await fit();
      const all = Uint32Array.from(data.items.ids, (_, item) => item);
      expect(model.score({ history: new Uint32Array(0) })).toHaveLength(data.items.size);
      expect(recommend(model, { history: all }, 5)).toEqual([]);
    });

    test("hands out a fresh array each time", async () => {
      const model = await fit();
      const query = foldIn("arts-learner-1");
      const first = model.score(query).slice();
      model.score(query).fill(-1);
      expect(model.score(query)).toEqual(first);
    });

    test("is a pure function of data, params and seed", async () => {
      const query = queryOf(data, data.users.index("arts-learner-1"));
      expect((await fit(7)).score(query)).toEqual((await fit(7)).score(query));
    });

    test("does not depend on the order of rows in any way a list shows", async () => {
      const { users, items, values, times } = data.interactions;
      const reversed = data.replaceInteractions({
        users: users.slice().reverse(),
        items: items.slice().reverse(),
        ...(values && { values: values.slice().reverse() }),
        ...(times && { times: times.slice().reverse() }),
      });
      const query = queryOf(data, data.users.index("science-learner-2"));
      const [forward] = recommend(await fit(), query, 1);
      const [backward] = recommend(await fit(0, reversed), query, 1);
      expect(backward!.item).toBe(forward!.item);
    });

    test("comes back from its saved state with the same scores to the last bit", async () => {
      const estimator = kind.create(params);
      const model = await estimator.fit(data, { seed: 3 });
      const state = structuredClone(model.state());
      const restored = kind.restore(state, data, estimator.params as never);
      for (const query of [queryOf(data, data.users.index("arts-learner-4")), foldIn("science-learner-1")])
        expect(restored.score(query)).toEqual(model.score(query));
    });

    test("stops when asked", async () => {
      await expect(kind.create(params).fit(data, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    });

    test("says before training that there is nothing to learn from", async () => {
      const empty = data.replaceInteractions({
        users: new Uint32Array(0),
        items: new Uint32Array(0),
        ...(ratings && { values: new Float64Array(0) }),
      });
      await expect(fit(0, empty)).rejects.toMatchObject({ code: "unsuited_data" });
    });

    test("what a learner did since training counts at once", async (context) => {
      const model = await fit();
      if (!usesLiveHistory(model) || !personalized) return context.skip();
      const before = queryOf(data, data.users.index("arts-learner-1"));
      const taken = ["science-0", "science-3", "science-4", "science-5"].map((id) => data.items.index(id));
      const after = appendHistory(before, Uint32Array.from(taken), ratings ? new Float64Array(4).fill(5) : undefined);
      const others = ["science-1", "science-2", "science-6", "science-7"].map((id) => data.items.index(id));
      const rest = ["arts-1", "elective"].map((id) => data.items.index(id));
      const lead = (query: typeof before): number => {
        const scores = model.score(query);
        const average = (items: readonly number[]): number => {
          const known = items.map((item) => scores[item]!).filter((score) => !Number.isNaN(score));
          return known.reduce((sum, score) => sum + score, 0) / known.length;
        };
        return average(others) - average(rest);
      };
      const at = lead(before); // NaN where nothing was known of that faculty
      expect(lead(after)).toBeGreaterThan(Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at); // the rest of it has moved up
    });

    test("says exactly whether its list follows the history a known learner is asked with", async () => {
      const model = await fit();
      const order = (query: Query, besides: Uint32Array): readonly number[] => {
        const hidden = new Set(besides);
        return recommend(model, query, data.items.size, (item) => !hidden.has(item)).map(({ item }) => item);
      };
      const follows = Array.from(data.users.ids.keys()).some((user) => {
        const before = queryOf(data, user);
        return Array.from(data.items.ids.keys()).some((item) => {
          if (before.history.includes(item)) return false;
          const after = appendHistory(before, Uint32Array.of(item), ratings ? Float64Array.of(5) : undefined);
          return order(before, after.history).join() !== order(after, after.history).join();
        });
      });
      expect(usesLiveHistory(model), `usesLiveHistory must be ${follows ? "true" : "absent"}`).toBe(follows);
    });

    test("answers a history of training alike in any order", async () => {
      const model = await fit();
      const { history, weights, user } = queryOf(data, data.users.index("arts-learner-2"));
      const turned = { history: history.slice().reverse(), weights: weights!.slice().reverse(), user: user! };
      const scores = model.score(queryOf(data, user!));
      model.score(turned).forEach((score, item) => {
        if (Number.isNaN(scores[item])) expect(score).toBeNaN();
        else expect(score).toBeCloseTo(scores[item]!, 5);
      });
    });

    test("has no score where nothing is known: courses nobody took, histories of such courses", async () => {
      const elective = data.items.index("elective");
      const { users, items, values, times } = data.interactions;
      const kept = Array.from(items.keys()).filter((row) => items[row] !== elective);
      const pick = (of: Float64Array) => Float64Array.from(kept, (row) => of[row]!);
      const without = data.replaceInteractions({
        users: Uint32Array.from(kept, (row) => users[row]!),
        items: Uint32Array.from(kept, (row) => items[row]!),
        ...(values && { values: pick(values) }),
        ...(times && { times: pick(times) }),
      });
      const model = await fit(0, without);
      const rating = ratings ? { weights: Float64Array.of(5) } : {};
      const queries = [
        queryOf(without, data.users.index("arts-learner-3")),
        { history: new Uint32Array(0) },
        { history: Uint32Array.of(elective), ...rating },
      ];
      const [known, empty, unseen] = queries.map((query) => model.score(query)) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      if (!knowsUnseen) {
        for (const scores of [known, empty, unseen]) expect(scores[elective]).toBeNaN();
        expect(unseen).toEqual(empty);
      }
      const said = empty.filter((score) => !Number.isNaN(score));
      if (said.length > 0) expect(new Set(said).size, "a list of equal scores is no list").toBeGreaterThan(1);
    });

    test("answers many queries at once as it answers each, in the core", async () => {
      const model = await fit();
      expect(scoringFormOf(model)).toBeDefined();
      const queries = [
        ...Array.from(data.users.ids, (_, user) => queryOf(data, user)),
        foldIn("arts-learner-2"),
        { history: new Uint32Array(0) },
        { history: Uint32Array.from(data.items.ids, (_, item) => item) },
      ];
      const limit = data.items.size;
      for await (const block of recommendBatch(model, { size: queries.length, at: (n) => queries[n]! }, limit))
        for (let n = 0; n < block.count; n++) {
          const list = recommend(model, queries[block.first + n]!, limit);
          const [from, to] = [block.offsets[n]!, block.offsets[n + 1]!];
          const items = block.items.subarray(from, to);
          // the same courses, the same scores up to float32; courses closer than that may change places
          expect([...items].sort((a, b) => a - b)).toEqual(list.map(({ item }) => item).sort((a, b) => a - b));
          list.forEach(({ score }, rank) => {
            expect(block.scores[from + rank]).toBeCloseTo(score, 4);
          });
        }
    });

    test("explains with shares of the learner's own history that sum to 1", async (context) => {
      const model = await fit();
      expect(canExplain(model)).toBe(kind.explains === true); // what is declared is what lists of models say
      if (!canExplain(model)) return context.skip(); // shows up as skipped, never as passed
      const query = foldIn("arts-learner-0");
      const parts = model.explain(query, data.items.index("arts-0"));
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.every((part) => query.history.includes(part.item))).toBe(true);
      expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 12);
      const shares = parts.map((part) => part.share);
      expect(shares).toEqual([...shares].sort((a, b) => b - a));
    });

    test("predicts within the scale, for exactly the items asked", async (context) => {
      const model = await fit();
      if (!canPredict(model)) return context.skip();
      const asked = Uint32Array.of(data.items.index("arts-0"), data.items.index("science-4"));
      const predicted = model.predict(queryOf(data, data.users.index("arts-learner-0")), asked);
      expect(predicted).toHaveLength(2);
      for (const value of predicted) if (!Number.isNaN(value)) expect(value >= 1 && value <= 5).toBe(true);
    });

    test("never names an item as similar to itself, and ranks its own faculty first", async (context) => {
      const model = await fit();
      if (!canFindSimilar(model)) return context.skip();
      const item = data.items.index("arts-3");
      const similar = model.similar(item, 3);
      expect(similar.map((entry) => entry.item)).not.toContain(item);
      expect(data.items.id(similar[0]!.item)).toMatch(/^arts-/);
    });
  });
}
