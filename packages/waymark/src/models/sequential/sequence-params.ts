import { choice, integer, number } from "../params.ts";
import * as shared from "../shared/neural/params.ts";

/** Hyper-parameters that models of sequences share. */

export const factors = (preset: number) =>
  integer({
    min: 1,
    max: 4096,
    default: preset,
    description: "Numbers of a course's embedding and of what is known after it; more fit finer patterns.",
  });

/** What is read and how it is learned, after the parameters of the network itself. */
export const training = {
  length: integer({
    min: 1,
    max: 10_000,
    default: 200,
    description: "Latest courses of a history that are read; more reach further back.",
  }),
  dropout: shared.dropout(0.2),
  loss: choice({
    options: ["softmax", "gbce", "bce"],
    default: "softmax",
    search: false,
    description:
      "What the next course is learned by: a choice among courses drawn once a step, or yes or no to courses drawn for each place, with the yes weakened for those not drawn (gbce) or as they are (bce).",
  }),
  negatives: integer({
    min: 1,
    max: 100_000,
    default: 512,
    description:
      "Courses drawn against the next ones, with softmax once a step (all, where there are no more), else for each place, which costs so many times more: 1 to 256.",
  }),
  epochs: shared.epochs(40),
  batchSize: shared.batchSize(32),
  learningRate: shared.learningRate(0.002),
  patience: shared.patience(3),
  validation: number({
    min: 0.001,
    max: 1,
    default: 0.1,
    search: false,
    description:
      "Share of learners whose latest course is held out to see when to stop; of no effect when patience is 0.",
  }),
};
