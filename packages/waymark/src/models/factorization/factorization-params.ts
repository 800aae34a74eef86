import { integer, number } from "../params.ts";

/** Hyper-parameters that factorizations share: the same names and meanings, other defaults. */

export const factors = (preset: number, max = 100_000) =>
  integer({
    min: 1,
    max,
    default: preset,
    description: "Numbers that describe a learner or a course; more fit finer preferences.",
  });

export const alternations = (preset: number) =>
  integer({ min: 1, max: 10_000, default: preset, description: "Alternations between learners and courses." });

/** Of stochastic gradient descent over ratings. */
export const descentParams = (presets: { readonly factors: number; readonly learningRate: number }) => ({
  factors: factors(presets.factors, 2000),
  epochs: integer({ min: 1, max: 10_000, default: 20, description: "Passes over the ratings; too many fit noise." }),
  learningRate: number({
    min: 1e-6,
    max: 10,
    default: presets.learningRate,
    description: "Size of a step; larger is faster and less steady.",
  }),
  regularization: number({
    min: 0,
    max: 10,
    default: 0.02,
    description: "L2 regularization: draws every number towards 0; more fits noise less.",
  }),
});
