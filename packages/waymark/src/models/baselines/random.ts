import { fmix32, pairHash, pairParts } from "../../compute/hash.ts";
import { defineModel } from "../define-model.ts";
import type { Model, Query } from "../model.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { takeNumber } from "../shared/model-state.ts";

/**
 * A shuffled catalogue for each user, the same one each time the user asks: the floor of every comparison. Learns
 * nothing but the seed. Scores lie in 0 ≤ x < 1 and never tie, since for one user the hash is a bijection of the item.
 */
export const random = defineModel({
  key: "random",
  summary: "A shuffled list for each learner, the same each time: the floor of every comparison.",
  family: "baselines",
  params: {},
  fit: async ({ items }, _params, { seed = 0 }) => randomModel(items, seed),
  restore: (state, { items }) => randomModel(items, takeNumber(state, "seed")),
});

const randomModel = (items: Model["items"], seed: number): Model & HasScoringForm => ({
  items,
  score(query) {
    const user = query.user ?? newUserOf(query);
    const scores = new Float64Array(items.size);
    for (let item = 0; item < scores.length; item++) scores[item] = pairHash(user, item, seed) / 2 ** 32;
    return scores;
  },
  scoringForm: () => hashForm(items.size, seed),
  state: () => ({ numbers: { seed }, tensors: {} }),
});

const hashForm = (itemCount: number, seed: number): ExactForm => ({
  kind: "exact",
  open: (_, core) => ({
    rank(queries, args, block, options) {
      const users = block.u32(queries.length);
      for (let n = 0; n < queries.length; n++) users[n] = pairParts.user(queries[n]!.user ?? newUserOf(queries[n]!));
      const own = { users, seed: pairParts.seed(seed) };
      return core.run("rankHashes", queries.length, { ...args, ...own }, { ...options, cost: 3 * itemCount });
    },
  }),
});

/** A number for a history, whatever its order; new users with the same history share a list. */
function newUserOf({ history }: Query): number {
  let sum = 0x51ed270b;
  for (const item of history) sum = (sum + fmix32(item + 1)) >>> 0;
  return sum;
}
