import type { Sequences } from "../sequences.ts";
import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import { sameShape } from "./shapes.ts";

export interface AttentionInputs {
  readonly queries: Tensor;
  readonly keys: Tensor;
  readonly values: Tensor;
}

export interface AttentionOptions {
  /** Divides the columns. @defaultValue 1 */
  readonly heads?: number;
  /** Share of the weights left out at random in training, 0 ≤ rate < 1. @defaultValue 0 */
  readonly dropout?: number;
}

/**
 * softmax(Q Kᵀ / √(columns of a head)) V, each row looking at rows of its own sequence up to itself; rows that belong to no
 * sequence give zeros. O(Σ length² · columns), over sequences and heads on all threads. Weights are held for 32 queries at a
 * time; the backward pass finds them again.
 *
 * @throws {RangeError} when shapes differ or heads do not divide the columns
 * @see Vaswani et al. 2017, arXiv:1706.03762; Dao et al. 2022, arXiv:2205.14135
 */
export function causalSelfAttention(
  tape: Tape,
  { queries, keys, values }: AttentionInputs,
  sequences: Sequences,
  { heads = 1, dropout = 0 }: AttentionOptions = {},
): Tensor {
  sameShape(queries, keys);
  sameShape(keys, values);
  const { rows, columns: width } = queries;
  if (width % heads !== 0) throw new RangeError(`${heads} heads do not divide ${width} columns.`);
  const o = tape.result(rows, width, [queries, keys, values]);
  const { starts, maxSequences, longest } = sequences;
  const shared = {
    ...{ Q: queries.values, K: keys.values, V: values.values, O: o.values, lse: tape.zerosF32(rows * heads) },
    ...{ starts, sequences: maxSequences, rows, width, heads, longest },
    ...{ key: tape.key(), runs: tape.runs, keep: tape.training ? 1 - dropout : 1 },
  };
  const cost = (rows * longest * width) / (8 * heads * maxSequences);
  tape.recordKernel("attention", maxSequences * heads, shared, { cost });
  tape.onBackward(() => {
    if (!o.gradient) return;
    const [addQ, addK, addV] = [queries, keys, values].map((x) => (x.gradient ? tape.accumulates(x) : 0)) as [0, 0, 0];
    const gradients = { dO: o.gradient, dQ: queries.gradient, dK: keys.gradient, dV: values.gradient };
    tape.recordKernel(
      "attentionBack",
      maxSequences * heads,
      { ...shared, ...gradients, addQ, addK, addV },
      { cost: 3 * cost },
    );
  });
  return o;
}
