import { glorotNormal } from "../../compute/neural/initializers.ts";
import { dropout } from "../../compute/neural/ops/dropout.ts";
import { embed } from "../../compute/neural/ops/embed.ts";
import { linear, linearLayer } from "../../compute/neural/ops/linear.ts";
import { recurrent, recurrentLayer } from "../../compute/neural/ops/recurrent.ts";
import { defineModel } from "../define-model.ts";
import { choice, integer, type ParamsOf } from "../params.ts";
import { sequenceFit } from "./sequence-fit.ts";
import { ITEMS, type SequenceNet } from "./sequence-network.ts";
import * as shared from "./sequence-params.ts";

const params = {
  factors: shared.factors(64),
  cell: choice({
    options: ["gru", "lstm"],
    default: "gru",
    description:
      "What carries the state from course to course: gated recurrent units, or long short-term memory, with a third more weights.",
  }),
  width: integer({
    min: 1,
    max: 4096,
    default: 128,
    description: "Numbers of the state; more remember more of the history.",
  }),
  layers: integer({ min: 1, max: 8, default: 1, description: "Recurrent layers one after another." }),
  ...shared.training,
};

interface RecurrentShape {
  readonly factors: number;
  readonly cell: "gru" | "lstm";
  /** Numbers of the state. */
  readonly width: number;
  readonly layers: number;
  readonly length: number;
  readonly dropout: number;
}

/** Embeddings of items, layers of GRUs or LSTMs, one layer back to the embeddings' space. */
const recurrentNet = (shape: RecurrentShape): SequenceNet => ({
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

/**
 * A recurrent network reads a learner's history course by course and says after each which comes next. O(steps · width · (width + factors))
 * an epoch, steps being the enrolments that are learned.
 *
 * @see Hidasi, Karatzoglou, Baltrunas & Tikk 2016, arXiv:1511.06939. Deviations: a history is one session, read from its beginning in
 * each epoch; the next course is chosen among many drawn for a whole step (sampled softmax, as Hidasi & Karatzoglou 2018,
 * doi:10.1145/3269206.3271761, also do) instead of the other sessions' next items; embeddings of courses are read and scored alike.
 */
export const gru4rec = defineModel({
  key: "gru4rec",
  summary: "Reads a learner's courses in their order with a recurrent network and recommends what comes next.",
  params,
  ...sequenceFit<ParamsOf<typeof params>>("gru4rec", recurrentNet),
});
