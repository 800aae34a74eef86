import { choice, integer, number } from "../../params.ts";

/** Hyper-parameters that neural models share: the same names and meanings everywhere, other defaults. */

export const epochs = (preset: number) =>
  integer({
    min: 1,
    max: 10_000,
    default: preset,
    description: "Rounds over the training rows; more learn longer, until they learn by heart.",
  });

export const batchSize = (preset: number) =>
  integer({
    min: 1,
    max: 1_000_000,
    default: preset,
    description: "Examples a step looks at; more make steps steadier, fewer and costlier.",
  });

export const learningRate = (preset: number) =>
  number({ min: 1e-8, max: 1e6, default: preset, description: "Size of a step; more learns faster, then diverges." });

export const dropout = (preset: number) =>
  number({
    min: 0,
    max: 0.95,
    default: preset,
    description: "Share of signals left out at random in training; more learns less by heart.",
  });

export const regularization = (preset: number) =>
  number({
    min: 0,
    max: 1e3,
    default: preset,
    description: "L2 regularization: draws the weights towards 0; more fits noise less.",
  });

export const negatives = (preset: number) =>
  integer({
    min: 1,
    max: 1000,
    default: preset,
    description: "Negatives: courses not taken that are drawn for each taken one, anew in each epoch.",
  });

export const patience = (preset: number) =>
  integer({
    min: 0,
    max: 1000,
    default: preset,
    search: false,
    description:
      "Epochs without a better loss on held-out rows before training ends; 0 holds nothing out and never ends early.",
  });

export const validation = (preset: number) =>
  number({
    min: 0.001,
    max: 0.5,
    default: preset,
    search: false,
    description: "Share of the training rows held out to see when to stop; of no effect when patience is 0.",
  });

export const schedule = (preset: "constant" | "cosine") =>
  choice({
    options: ["constant", "cosine"],
    default: preset,
    description:
      "Whether steps keep their size or shrink to nothing along half a cosine over all epochs, which calms the end.",
  });
