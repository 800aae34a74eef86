import { glorotNormal } from "../../compute/neural/initializers.ts";
import { dropout } from "../../compute/neural/ops/dropout.ts";
import { embed } from "../../compute/neural/ops/embed.ts";
import { linear, linearLayer } from "../../compute/neural/ops/linear.ts";
import { recurrent, recurrentLayer } from "../../compute/neural/ops/recurrent.ts";
import { ITEMS, type SequenceNet } from "./sequence-network.ts";

export interface RecurrentShape {
  readonly factors: number;
  readonly cell: "gru" | "lstm";
  /** Numbers of the state. */
  readonly width: number;
  readonly layers: number;
  readonly length: number;
  readonly dropout: number;
}

/** Embeddings of items, layers of GRUs or LSTMs, one layer back to the embeddings' space. */
export const recurrentNet = (shape: RecurrentShape): SequenceNet => ({
  width: shape.factors,
  length: shape.length,
  declare(network, itemCount) {
    const { factors, width, cell, dropout: rate } = shape;
    const items = network.table(ITEMS, itemCount, factors, glorotNormal);
    const layers = Array.from({ length: shape.layers }, (_, n) =>
      recurrentLayer(network, `layer.${n + 1}`, cell, n === 0 ? factors : width, width),
    );
    const last = linearLayer(network, "output", width, factors, { initial: glorotNormal });
    return {
      items,
      encode(tape, { rows, items: index, sequences }) {
        let x = dropout(tape, embed(tape, rows, [{ from: items, index }]), rate);
        for (const layer of layers) x = dropout(tape, recurrent(tape, x, layer, sequences), rate);
        return linear(tape, x, last);
      },
    };
  },
});
