import type { Arena } from "../../compute/core/arena.ts";
import type { Core } from "../../compute/core/core.ts";
import { Lifetime } from "../../compute/core/lifetime.ts";
import type { Query } from "../model.ts";
import { type OpenJob, type OpenScorer, openScorer } from "./open-form.ts";
import { type JobArgs, type JobArgs64, noItem } from "./rank-job.ts";
import type { RankedLists, RankRequest, Scorer, ScorerOptions } from "./scorer.ts";
import type { ScoringForm } from "./scoring-form.ts";

/** Scores and ranks blocks of queries in the compute core; holds the model's numbers in its memory until disposed of. */
export class FormScorer implements Scorer {
  readonly batchSize = 2048;
  readonly #core: Core;
  readonly #arena: Arena;
  readonly #scorer: OpenScorer;
  readonly #lifetime: Lifetime;

  /** @throws {MemoryLimitError} when the model does not fit into the core's memory */
  constructor(form: ScoringForm, items: number, core: Core) {
    this.#core = core;
    this.#arena = core.arena();
    this.#lifetime = new Lifetime("scorer", () => this.#arena.dispose());
    try {
      this.#scorer = openScorer(form, items, core, this.#arena);
    } catch (error) {
      this.#arena.dispose();
      throw error;
    }
  }

  async rank(
    queries: readonly Query[],
    { limit, masked, placesOf }: RankRequest,
    options: ScorerOptions = {},
  ): Promise<RankedLists> {
    return this.#run({ queries, limit, masked, relevant: placesOf }, options, (args) => ({
      ...listsOf(args.best, args.bestScores, queries.length, limit),
      ...(args.relevantScores && {
        places: {
          better: new Uint32Array(args.better!),
          level: new Uint32Array(args.level!),
          ahead: new Uint32Array(args.ahead!),
          scores: widened(args.relevantScores),
        },
      }),
    }));
  }

  async score(
    queries: readonly Query[],
    items: readonly Uint32Array[],
    options: ScorerOptions = {},
  ): Promise<Float64Array<ArrayBuffer>> {
    return this.#run({ queries, limit: 0, relevant: items, scoresOnly: true }, options, (args) =>
      widened(args.relevantScores!),
    );
  }

  [Symbol.dispose](): void {
    this.#lifetime[Symbol.dispose]();
  }

  /** @param take copies the answer out of the core's memory */
  async #run<T>(
    job: OpenJob,
    { threads, signal, onProgress }: ScorerOptions,
    take: (args: JobArgs | JobArgs64) => T,
  ): Promise<T> {
    return this.#lifetime.during(async () => {
      using arena = this.#core.arena();
      const args = await this.#scorer.rank(job, arena, { threads, signal });
      onProgress?.(job.queries.length);
      return take(args);
    });
  }
}

/** Lists without the padding at their ends. */
function listsOf(best: Uint32Array, bestScores: Floats, queries: number, limit: number): RankedLists {
  const offsets = new Uint32Array(queries + 1);
  for (let n = 0, size = 0; n < queries; n++) {
    for (let p = n * limit; p < (n + 1) * limit && best[p] !== noItem; p++) size++;
    offsets[n + 1] = size;
  }
  const items = new Uint32Array(offsets[queries]!);
  const scores = new Float64Array(items.length);
  for (let n = 0; n < queries; n++) {
    for (let to = offsets[n]!, from = n * limit; to < offsets[n + 1]!; to++, from++) {
      items[to] = best[from]!;
      scores[to] = bestScores[from]!;
    }
  }
  return { offsets, items, scores };
}

type Floats = Float32Array | Float64Array;

/** As float64, with NaN for −∞, which kernels write where a model cannot say. */
function widened(scores: Floats): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(scores.length);
  for (let p = 0; p < wide.length; p++) wide[p] = scores[p]! > Number.NEGATIVE_INFINITY ? scores[p]! : Number.NaN;
  return wide;
}
