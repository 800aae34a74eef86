import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import { wholeVectors } from "../../compute/core/whole-vectors.ts";
import { packRight } from "../../compute/linear-algebra/gemm.ts";
import type { Query } from "../model.ts";
import { type Job, type JobArgs, type JobArgs64, jobArgs, jobArgs64, noItem } from "./rank-job.ts";
import type { BlockForm, DenseForm, ExactForm, FactorForm, ScoringForm, SparseForm } from "./scoring-form.ts";

/** A form with its numbers in the core's memory. */
export interface OpenScorer {
  /** Scores and ranks one block, whose answer lies in `arena`: it lives as long as the block. */
  rank(job: OpenJob, arena: Arena, options: CallOptions): Promise<JobArgs | JobArgs64>;
}
export type OpenJob = Omit<Job, "items" | "scorable">;

export function openScorer(form: ScoringForm, items: number, core: Core, arena: Arena): OpenScorer {
  if (form.kind === "exact") return openExact(form, items, core, arena);
  const scorable = form.scorable && arena.u8(items);
  scorable?.set(form.scorable!);
  const rank = openSingle(form, items, core, arena);
  return {
    async rank(job, block, options) {
      const args = jobArgs({ ...job, items, scorable }, block);
      await rank(job.queries, args, block, options);
      return args;
    },
  };
}

function openExact(form: ExactForm, items: number, core: Core, arena: Arena): OpenScorer {
  const scorer = form.open(arena, core);
  return {
    async rank(job, block, options) {
      const args = jobArgs64({ ...job, items }, block);
      await scorer.rank(job.queries, args, block, options);
      return args;
    },
  };
}

/** Ranks by float32 scores. */
type Rank = (queries: readonly Query[], args: JobArgs, block: Arena, options: CallOptions) => Promise<void>;

function openSingle(form: Exclude<ScoringForm, ExactForm>, items: number, core: Core, arena: Arena): Rank {
  switch (form.kind) {
    case "factors":
      return openFactors(form, items, core, arena);
    case "dense":
      return openDense(form, items, core, arena);
    case "sparse":
      return openSparse(form, core, arena);
    case "block":
      return openBlocks(form, items, core, arena);
  }
}

function openFactors(
  { factors, items: rows, itemBias, userVector, openUserVectors }: FactorForm,
  items: number,
  core: Core,
  arena: Arena,
): Rank {
  const packed = packRight(core, arena, rows, { rows: factors, columns: items, transposed: true });
  const userVectorsOf = openUserVectors?.(arena, core);
  const itemBiases = itemBias && arena.copyF32(itemBias);
  return async (queries, args, block, options) => {
    const U = block.zerosF32(queries.length * factors);
    const userVectors = userVectorsOf
      ? await userVectorsOf(queries, options)
      : queries.map((query) => userVector(query));
    userVectors.forEach((own, n) => {
      if (own) U.set(own.factors, n * factors);
    });
    await core.run(
      "rankFactors",
      Math.ceil(queries.length / 16),
      { ...args, U, packed, factors, itemBias: itemBiases },
      {
        ...options,
        cost: 16 * items * (factors / 16 + 1),
      },
    );
    addOffsets(
      args,
      userVectors.map((own) => own?.offset ?? noScore),
    );
  };
}

const noScore = Number.NEGATIVE_INFINITY;

/** Per query: adds its own offset to what was found, or removes it where the model has no score. */
function addOffsets(
  { k, best, bestScores, relevantOffsets, relevantScores, better }: JobArgs,
  offsets: readonly number[],
): void {
  offsets.forEach((offset, n) => {
    if (offset === 0) return;
    for (let p = n * k; p < (n + 1) * k; p++) bestScores[p]! += offset;
    if (offset === noScore) best.fill(noItem, n * k, (n + 1) * k);
    if (!relevantOffsets) return;
    for (let p = relevantOffsets[n]!; p < relevantOffsets[n + 1]!; p++) {
      relevantScores![p]! += offset;
      if (offset === noScore && better) better[p] = 0; // nothing is scored, so nothing is better
    }
  });
}

/** For `addOffsets`: 0, or `noScore` where no usable entry of the history counts. */
function withoutHistory(
  { historyOffsets, history, scorable, queries }: JobArgs,
  weights: Float32Array | undefined,
): readonly number[] {
  const counts = (e: number): boolean =>
    (scorable === undefined || scorable[history[e]!] !== 0) && (weights === undefined || weights[e] !== 0);
  return Array.from({ length: queries }, (_, n) => {
    for (let e = historyOffsets[n]!; e < historyOffsets[n + 1]!; e++) if (counts(e)) return 0;
    return noScore;
  });
}

function openDense({ weights, weigh }: DenseForm, items: number, core: Core, arena: Arena): Rank {
  const ld = wholeVectors(items);
  const W = arena.padded(weights, items, ld);
  return async (queries, args, block, options) => {
    const own = historyWeights(queries, args, block, weigh);
    const cost = (items / 8) * (args.history.length / Math.max(1, queries.length) + 4);
    await core.run("rankDense", queries.length, { ...args, W, ld, weights: own }, { ...options, cost });
    addOffsets(args, withoutHistory(args, own));
  };
}

function openSparse({ weights, zeroIsUnknown, weigh }: SparseForm, core: Core, arena: Arena): Rank {
  const rows = arena.copyU32(weights.offsets);
  const columns = arena.copyU32(weights.columns);
  const values = arena.copyF32(weights.values);
  const perRow = weights.size / Math.max(1, weights.rowCount);
  return async (queries, args, block, options) => {
    const own = historyWeights(queries, args, block, weigh);
    const cost = args.items + (args.history.length / Math.max(1, queries.length)) * perRow * 2;
    const W = { rows, columns, values, weights: own, zeroIsUnknown: Number(zeroIsUnknown) };
    await core.run("rankSparse", queries.length, { ...args, ...W }, { ...options, cost });
    if (!zeroIsUnknown) addOffsets(args, withoutHistory(args, own));
  };
}

function openBlocks({ open }: BlockForm, items: number, core: Core, arena: Arena): Rank {
  const scorer = open(arena, core);
  const ld = wholeVectors(items);
  return async (queries, args, block, options) => {
    const scores = block.f32(queries.length * ld);
    await scorer.score(queries, scores, ld, options);
    await core.run("rankScores", queries.length, { ...args, scores, ld }, { ...options, cost: items });
  };
}

/** A weight for each entry of `history`, 0 for masked items; undefined where all are 1. */
function historyWeights(
  queries: readonly Query[],
  { historyOffsets, history }: JobArgs,
  block: Arena,
  weigh: ((query: Query) => ArrayLike<number>) | undefined,
): Float32Array | undefined {
  const hasMasked = queries.some((query, n) => historyOffsets[n + 1]! - historyOffsets[n]! > query.history.length);
  if (!weigh && !hasMasked) return undefined;
  const weights = block.zerosF32(history.length);
  queries.forEach((query, n) => {
    const at = historyOffsets[n]!;
    if (weigh) weights.set(weigh(query), at);
    else weights.fill(1, at, at + query.history.length);
  });
  return weights;
}
