import * as shared from "../neural/params.ts";
import { choice, integer, number } from "../params.ts";

/** Hyper-parameters that models of sequences share. */

export const factors = (preset: number) =>
  integer({
    min: 1,
    max: 4096,
    default: preset,
    about: "Numbers of a course's embedding and of what is known after it; more fit finer patterns.",
  });

export const length = (preset: number) =>
  integer({
    min: 1,
    max: 10_000,
    default: preset,
    about: "Latest courses of a history that are read; more reach further back.",
  });

export const loss = choice({
  options: ["softmax", "gbce", "bce"],
  default: "softmax",
  search: false,
  about:
    "What the next course is learned by: a choice among courses drawn once a step, or yes or no to courses drawn for each place, with the yes weakened for those not drawn (gbce) or as they are (bce).",
});

export const negatives = (preset: number) =>
  integer({
    min: 1,
    max: 100_000,
    default: preset,
    about:
      "Courses drawn against the next ones, with softmax once a step (all, where there are no more), else for each place, which costs so many times more: 1 to 256.",
  });

export const validation = (preset: number) =>
  number({
    min: 0.001,
    max: 1,
    default: preset,
    search: false,
    about: "Share of learners whose latest course is held out to see when to stop; of no effect when patience is 0.",
  });

export const { epochs, batchSize, learningRate, dropout, patience } = shared;
