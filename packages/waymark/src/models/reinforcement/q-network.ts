import { constant, normal } from "../../compute/neural/initializers.ts";
import type { Network } from "../../compute/neural/network.ts";
import { bag } from "../../compute/neural/ops/bag.ts";
import { concat } from "../../compute/neural/ops/concat.ts";
import { embed } from "../../compute/neural/ops/embed.ts";
import { type Linear, linear, linearLayer } from "../../compute/neural/ops/linear.ts";
import { matmul } from "../../compute/neural/ops/matmul.ts";
import { rowDots } from "../../compute/neural/ops/reduce.ts";
import type { Tape } from "../../compute/neural/tape.ts";
import type { Table, Tensor } from "../../compute/neural/tensor.ts";
import { FEATURES, KINDS, type StateRows } from "./state-features.ts";

/** Q(s, a) = v(s) + u(s)·eₐ + bₐ, where u and v are a hidden layer and a short cut around it on what describes the state. */
export interface QNetwork {
  readonly network: Network;
  readonly items: Table; // (items, factors): both what a history is made of and what is chosen
  readonly biases: Table; // (items, 1)
  readonly hidden: Linear; // (inputs, 2 · factors)
  readonly output: Linear; // (inputs + 2 · factors, factors + 1), the last column v
}

export const inputsOf = (factors: number): number => KINDS * factors + FEATURES;

/** Of the weights, by name. */
export const weightShapes = (items: number, factors: number): Readonly<Record<string, readonly [number, number]>> => ({
  items: [items, factors],
  biases: [items, 1],
  "hidden.weight": [inputsOf(factors), 2 * factors],
  "hidden.bias": [1, 2 * factors],
  "output.weight": [inputsOf(factors) + 2 * factors, factors + 1],
  "output.bias": [1, factors + 1],
});

/** Declares the weights, called `items`, `biases`, `hidden` and `output`. */
export function qNetwork(network: Network, items: number, factors: number): QNetwork {
  const inputs = inputsOf(factors);
  return {
    network,
    items: network.table("items", items, factors, normal(0.1)),
    biases: network.table("biases", items, 1, constant(0)),
    hidden: linearLayer(network, "hidden", inputs, 2 * factors),
    output: linearLayer(network, "output", inputs + 2 * factors, factors + 1),
  };
}

/** States of a batch as the network takes them. */
export interface StateInput extends StateRows {
  readonly rows: number;
  /** 0, 1, 2 … */
  readonly sums: Uint32Array; // (KINDS · rows)
}

/** A state as it meets actions: [u, v, 1], shape (rows, factors + 2). */
export function stateVectors(
  tape: Tape,
  q: QNetwork,
  { rows, offsets, columns, values, sums, features }: StateInput,
): Tensor {
  const taken = bag(tape, KINDS * rows, { offsets, columns, values, rows: sums }, q.items);
  const sideBySide = { ...taken, rows, columns: KINDS * taken.columns };
  const beside = { rows, columns: FEATURES, values: features, gradient: undefined };
  const x = concat(tape, [sideBySide, beside]);
  const hidden = linear(tape, x, q.hidden, { relu: true });
  return concat(tape, [linear(tape, concat(tape, [x, hidden]), q.output), ones(tape, rows)]);
}

/** Actions as they meet states: [e, 1, b], shape (actions, factors + 2). */
function actionVectors(tape: Tape, { items, biases }: QNetwork, actions: Uint32Array): Tensor {
  const rows = actions.length;
  const embedded = embed(tape, rows, [{ from: items, index: actions }]);
  return concat(tape, [embedded, ones(tape, rows), embed(tape, rows, [{ from: biases, index: actions }])]);
}

/** Q of one action a state: (rows, 1). */
export const ownValues = (tape: Tape, q: QNetwork, states: Tensor, actions: Uint32Array): Tensor =>
  rowDots(tape, states, actionVectors(tape, q, actions));

/** Q of all the actions in every state: (rows, actions). @param logitOffset added to each */
export function allValues(tape: Tape, q: QNetwork, states: Tensor, actions: Uint32Array, logitOffset = 0): Tensor {
  const vectors = actionVectors(tape, q, actions);
  if (logitOffset === 0) return matmul(tape, states, vectors, { transposeB: true });
  const left = concat(tape, [states, ones(tape, states.rows)]);
  return matmul(tape, left, concat(tape, [vectors, ones(tape, actions.length, logitOffset)]), { transposeB: true });
}

function ones(tape: Tape, rows: number, value = 1): Tensor {
  const column = tape.input(rows, 1);
  column.values.fill(value, 0, rows);
  return column;
}
