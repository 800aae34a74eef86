import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Mean of −ln σ(x − y): row by row x should exceed y. Adds to `tape.loss`.
 * @see Rendle et al. 2009, arXiv:1205.2618
 */
export function bayesianRankingLoss(tape: Tape, x: Tensor, y: Tensor, weight = 1): void {
  const rows = x.rows * x.columns;
  const args = { x: x.values, y: y.values, dX: x.gradient, dY: y.gradient, loss: tape.loss, rows, weight };
  const adds = { addX: x.gradient ? tape.accumulates(x) : 0, addY: y.gradient ? tape.accumulates(y) : 0 };
  tape.recordKernel("rankingLoss", rows, { ...args, ...adds }, { cost: 12, chunk: rows });
}
