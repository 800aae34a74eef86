import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Query } from "../model.ts";
import { joinedF64, ragged } from "./rank-job.ts";
import type { ExactForm } from "./scoring-form.ts";

/** score(i) = Σ over the history j of weight(j) · weights[j][i], in float64 and in the order of the history. */
export interface SumsSettings {
  readonly weights: CsrMatrix; // items × items, a row per history item
  /** A weight per history entry; those of weight 0 do not count. Absent: 1 each. */
  weigh?(query: Query): Float64Array;
  /** The largest term instead of the sum. */
  readonly largest?: boolean;
  /** Terms an item needs; NaN with fewer. */
  readonly minCount: number;
  /** Whether a score of 0 is NaN as well. */
  readonly zeroIsUnknown?: boolean;
}

export const sumsForm = (settings: SumsSettings): ExactForm => ({
  kind: "exact",
  open(arena, core) {
    const { weights: matrix, weigh, largest = false, minCount, zeroIsUnknown = false } = settings;
    const fixed = {
      rows: arena.copyU32(matrix.offsets),
      columns: arena.copyU32(matrix.columns),
      values: arena.copyF64(matrix.values),
      largest: Number(largest),
      minCount,
      zeroIsUnknown: Number(zeroIsUnknown),
    };
    const perRow = matrix.size / Math.max(1, matrix.rowCount);
    return {
      rank(queries, args, block, options) {
        const { offsets, entries } = ragged(
          queries.map(({ history }) => history),
          block,
        );
        const weights = weigh && joinedF64(queries.map(weigh), block);
        const own = { askedOffsets: offsets, asked: entries, weights };
        const cost = 3 * args.items + (entries.length / Math.max(1, queries.length)) * perRow * 3;
        return core.run("rankSums64", queries.length, { ...args, ...fixed, ...own }, { ...options, cost });
      },
    };
  },
});
