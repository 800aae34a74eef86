import type { RegisteredModel } from "../../models/define-model.ts";
import type { ParamValue } from "../../models/params.ts";
import { modelFactories } from "../../models/registry.ts";
import type { Configuration } from "../../tuning/search-space.ts";

/** A model of the study: what it stands for, what is searched, and what is set. */
export interface StudyModel {
  readonly model: string;
  /** Its place in the published table, or what it is there for. */
  readonly role: string;
  /** Every combination is tried on the validation part. */
  readonly grid: Readonly<Record<string, readonly ParamValue[]>>;
  readonly fixed: Configuration;
  /** Measured a second time with the features of the log beside its scores. */
  readonly withFeatures?: boolean;
  /** Gets the outcome of each training row: right or wrong, or the rating. */
  readonly withResults?: boolean;
  /** Training rows it looks at in all epochs together: an epoch of a large log is long, so there are fewer of them there. */
  readonly mostRows?: number;
}

/** Negatives beside each positive: in training, in the pool of the test, and where probabilities are learned. */
export const negatives = 4;

/** Settings of all neural models: early stopping after five epochs without a better validation loss. */
const neural = { epochs: 60, patience: 5, negatives };

const fewestEpochs = 8;

/** Epochs on a training part of so many rows. */
const epochsFor = (epochs: number, rows: number, mostRows: number): number =>
  Math.min(epochs, Math.max(fewestEpochs, Math.round(mostRows / rows)));

export const studyModels: readonly StudyModel[] = [
  { model: "popularity", role: "baseline: the same list for everyone", grid: {}, fixed: {} },
  {
    model: "ease",
    role: "baseline: a linear autoencoder in closed form",
    grid: { regularization: [50, 500, 5000] },
    fixed: {},
  },
  {
    model: "als",
    role: "baseline: implicit matrix factorization by least squares",
    grid: { factors: [16, 64], regularization: [10, 100] },
    fixed: {},
  },
  {
    model: "bpr",
    role: "matrix factorization",
    grid: { factors: [16, 64], learningRate: [0.02, 0.05] },
    fixed: { epochs: 60 },
  },
  {
    model: "autoencoder",
    role: "autoencoder",
    grid: { factors: [64, 128], learningRate: [0.001, 0.003] },
    fixed: { ...neural, epochs: 100, batchSize: 32 },
  },
  {
    model: "dqn",
    role: "deep reinforcement learning",
    grid: { discount: [0, 0.5] },
    fixed: { ...neural, actions: 256 },
    withResults: true,
    mostRows: 4_000_000,
  },
  {
    model: "ncf",
    role: "neural collaborative filtering",
    grid: { learningRate: [0.001, 0.003], dropout: [0.2, 0.4] },
    fixed: neural,
    withFeatures: true,
    mostRows: 6_000_000,
  },
];

/**
 * The factory of the study model, and its grid and settings without parameters that the kind does not declare.
 *
 * @param rows of the training part
 * @param given set by hand; not searched
 */
export function resolveOptions({ model, grid, fixed, mostRows }: StudyModel, rows: number, given: Configuration = {}) {
  const kind = modelFactories.find(({ key }) => key === model);
  const sized = mostRows ? { ...fixed, epochs: epochsFor(Number(fixed.epochs), rows, mostRows) } : fixed;
  return kind && { kind, grid: declared(kind, without(grid, given)), fixed: { ...declared(kind, sized), ...given } };
}

const declared = <T>({ params }: RegisteredModel, some: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(some).filter(([name]) => Object.hasOwn(params, name)));

const without = <T>(some: Readonly<Record<string, T>>, names: object): Record<string, T> =>
  Object.fromEntries(Object.entries(some).filter(([name]) => !Object.hasOwn(names, name)));
