import { defineModel } from "../define-model.ts";
import { choice, integer, type ParamsOf } from "../params.ts";
import { recurrentNet } from "./recurrent-network.ts";
import { sequenceFit } from "./sequence-fit.ts";
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
