import { choice, flag, integer, number, type ParamsOf } from "../params.ts";

export const nmfParams = {
  factors: integer({
    min: 1,
    max: 2000,
    default: 15,
    description: "Groups of courses that go together; more find smaller groups.",
  }),
  epochs: integer({ min: 1, max: 10_000, default: 50, description: "Passes over the data; too many fit noise." }),
  regularization: number({
    min: 0,
    max: 1000,
    default: 0.06,
    description: "L2 regularization: draws every factor towards 0; more fits noise less.",
  }),
  missing: choice({
    options: ["auto", "unknown", "zero"],
    default: "auto",
    search: false,
    description:
      "What a course not taken means: unknown (learns from ratings only), zero (not taken is a weak no), or auto: unknown with ratings, zero without.",
  }),
  biased: flag({
    default: false,
    search: false,
    description: "unknown only: learners and courses get a bias beside their factors.",
  }),
  learningRate: number({
    min: 1e-6,
    max: 10,
    default: 0.005,
    search: false,
    description: "biased only: size of a step of the biases.",
  }),
  biasRegularization: number({
    min: 0,
    max: 10,
    default: 0.02,
    search: false,
    description: "biased only: L2 regularization of the biases.",
  }),
};
export type NmfParams = ParamsOf<typeof nmfParams>;
