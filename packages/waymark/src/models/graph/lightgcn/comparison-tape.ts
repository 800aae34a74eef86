import type { Core } from "../../../compute/core/core.ts";
import { binaryCrossEntropy } from "../../../compute/neural/losses/pointwise.ts";
import { squaredNorm } from "../../../compute/neural/losses/squared-norm.ts";
import { add, scale } from "../../../compute/neural/ops/arithmetic.ts";
import { embed } from "../../../compute/neural/ops/embed.ts";
import { rowDots } from "../../../compute/neural/ops/reduce.ts";
import type { SparseMatrix } from "../../../compute/neural/ops/sparse-product.ts";
import type { Adam } from "../../../compute/neural/optimizers/adam.ts";
import { Tape } from "../../../compute/neural/tape.ts";
import type { Parameter, Tensor } from "../../../compute/neural/tensor.ts";
import type { Comparisons } from "./comparison-source.ts";
import { layerSum } from "./graph.ts";

/** A tape with its inputs. */
export interface ComparisonTape extends Disposable {
  readonly tape: Tape;
  readonly rows: number;
  readonly into: Comparisons;
}

/** Notes −ln σ(score(u, i) − score(u, j)) over so many comparisons; with an optimizer the penalty, the backward pass and its step. */
export function recordComparisons(
  core: Core,
  embeddings: Parameter,
  graph: SparseMatrix,
  rows: number,
  {
    layers,
    negatives,
    regularization = 0,
    optimizer,
  }: {
    readonly layers: number;
    readonly negatives: number;
    readonly regularization?: number;
    readonly optimizer?: Adam;
  },
): ComparisonTape {
  const tape = new Tape(core, { training: optimizer !== undefined });
  const [users, items, drawn] = [tape.zerosU32(rows), tape.zerosU32(rows), tape.zerosU32(rows * negatives)];
  const weights = tape.zerosF32(rows);
  const sum = layerSum(tape, graph, embeddings, layers);
  const others = hardest(tape, sum, users, drawn, negatives);
  const from = (index: Uint32Array, of: Tensor = sum): Tensor => embed(tape, rows, [{ from: of, index }]);
  const margins = rowDots(tape, from(users), add(tape, from(items), scale(tape, from(others), -1)));
  binaryCrossEntropy(tape, scale(tape, margins, 1 / (layers + 1) ** 2), tape.zerosF32(rows).fill(1), { weights });
  if (optimizer && regularization > 0)
    for (const index of [users, items, others]) squaredNorm(tape, from(index, embeddings), regularization / (2 * rows));
  optimizer?.record(tape);
  return { tape, rows, into: { users, items, others: drawn, weights }, [Symbol.dispose]: () => tape.dispose() };
}

/** Of the items drawn against each user the one that scores highest now. */
function hardest(tape: Tape, x: Tensor, users: Uint32Array, drawn: Uint32Array, each: number): Uint32Array {
  if (each === 1) return drawn;
  const [out, { values: X, rows, columns: width }] = [tape.zerosU32(users.length), x];
  const args = { X, users, drawn, out, width, each, rows, bound: rows + 1 };
  tape.recordKernel("pickHardest", users.length, args, { cost: each * (10 + width / 8) });
  return out;
}
