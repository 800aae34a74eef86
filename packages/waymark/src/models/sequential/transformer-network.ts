import { glorotNormal } from "../../compute/neural/initializers.ts";
import type { Network } from "../../compute/neural/network.ts";
import { add, scale } from "../../compute/neural/ops/arithmetic.ts";
import { causalSelfAttention } from "../../compute/neural/ops/attention.ts";
import { dropout } from "../../compute/neural/ops/dropout.ts";
import { embed } from "../../compute/neural/ops/embed.ts";
import { layerNorm, layerNormLayer } from "../../compute/neural/ops/layer-norm.ts";
import { linear, linearLayer } from "../../compute/neural/ops/linear.ts";
import type { Sequences } from "../../compute/neural/sequences.ts";
import type { Tape } from "../../compute/neural/tape.ts";
import type { Tensor } from "../../compute/neural/tensor.ts";
import { ITEMS, type SequenceNet } from "./sequence-network.ts";

export interface TransformerShape {
  readonly factors: number;
  readonly blocks: number;
  readonly heads: number;
  readonly length: number;
  readonly dropout: number;
}

type Block = (tape: Tape, x: Tensor, sequences: Sequences) => Tensor;

/** Self-attention, then two layers on each row by itself, with norms and shortcuts where SASRec has them. */
function declareBlock(network: Network, name: string, { factors, heads, dropout: rate }: TransformerShape): Block {
  const layer = (part: string) => linearLayer(network, `${name}.${part}`, factors, factors, { initial: glorotNormal });
  const before = layerNormLayer(network, `${name}.norm.1`, factors);
  const [queries, keys, values, joined] = ["queries", "keys", "values", "joined"].map(layer);
  const between = layerNormLayer(network, `${name}.norm.2`, factors);
  const [inner, outer] = ["inner", "outer"].map(layer);
  return (tape, x, sequences) => {
    const q = layerNorm(tape, x, before);
    const looked = causalSelfAttention(
      tape,
      {
        queries: linear(tape, q, queries!),
        keys: linear(tape, x, keys!),
        values: linear(tape, x, values!),
      },
      sequences,
      { heads, dropout: rate },
    );
    const y = layerNorm(tape, add(tape, q, linear(tape, looked, joined!)), between);
    const z = dropout(tape, linear(tape, y, inner!, { relu: true }), rate);
    return add(tape, y, dropout(tape, linear(tape, z, outer!), rate));
  };
}

/** SASRec: embeddings of items and of their distances from the end, blocks of causal self-attention, a norm at the end. */
export const transformerNet = (shape: TransformerShape): SequenceNet => ({
  width: shape.factors,
  length: shape.length,
  declare(network, itemCount) {
    const { factors, blocks, length, dropout: rate } = shape;
    const items = network.table(ITEMS, itemCount, factors, glorotNormal);
    const ages = network.parameter("ages", length, factors, glorotNormal);
    const stack = Array.from({ length: blocks }, (_, b) => declareBlock(network, `block.${b + 1}`, shape));
    const last = layerNormLayer(network, "norm", factors);
    return {
      items,
      encode(tape, { rows, items: index, ages: age, sequences }) {
        const item = scale(tape, embed(tape, rows, [{ from: items, index }]), Math.sqrt(factors));
        let x = dropout(tape, add(tape, item, embed(tape, rows, [{ from: ages, index: age }])), rate);
        for (const block of stack) x = block(tape, x, sequences);
        return layerNorm(tape, x, last);
      },
    };
  },
});
