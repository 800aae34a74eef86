import type { Query } from "../model.ts";
import type { ExactForm } from "../scoring/scoring-form.ts";

/**
 * score(i) = base[i], or start(query) + base[i].
 *
 * @param base shape (items); NaN where the model cannot say
 */
export const baseForm = (base: Float64Array, start?: (query: Query) => number): ExactForm => ({
  kind: "exact",
  open(arena, core) {
    const fixed = { base: arena.copyF64(base) };
    return {
      rank(queries, args, block, options) {
        const starts = start && block.f64(queries.length);
        if (starts) for (let n = 0; n < queries.length; n++) starts[n] = start(queries[n]!);
        const cost = 2 * base.length;
        return core.run("rankBase", queries.length, { ...args, ...fixed, starts }, { ...options, cost });
      },
    };
  },
});
