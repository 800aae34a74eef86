/// <reference lib="esnext.disposable" preserve="true" />
import type { Arena } from "../../compute/core/arena.ts";
import { type CallOptions, type Core, sharedCore } from "../../compute/core/core.ts";
import type { Query } from "../model.ts";
import { type OpenScorer, openScorer } from "./open-form.ts";
import { type Job, type JobArgs, jobArgs } from "./rank-job.ts";
import type { ScoringForm } from "./scoring-form.ts";

/** The best items of some queries. */
export interface RankedLists {
  readonly limit: number;
  readonly items: Uint32Array; // (queries, limit), best first; `noItem` where a list is shorter
  readonly scores: Float32Array; // (queries, limit), −∞ there
  /** Only where relevant items were named: one entry for each of them, in order. */
  readonly places?: Places;
}

/** Where each relevant item of a query stands among the candidates, which are all usable items but the history. */
export interface Places {
  /** Candidates that are not relevant and score higher. */
  readonly better: Uint32Array;
  /** Candidates that are not relevant and score the same. */
  readonly level: Uint32Array;
  /** Candidates before it in the list of all: those with higher scores, and those level with it of lower index. */
  readonly ahead: Uint32Array;
  /** Its own score, −∞ where the model cannot say. */
  readonly scores: Float32Array;
}

/**
 * Scores and ranks blocks of queries in the compute core. Holds the model's numbers in the core's memory until disposed.
 * Histories are never offered; equal scores stand in order of item index.
 */
export class Ranker implements Disposable {
  readonly #core: Core;
  readonly #arena: Arena;
  readonly #items: number;
  readonly #scorer: OpenScorer;

  /** @throws {MemoryLimitError} when the model does not fit into the core's memory */
  constructor(form: ScoringForm, items: number, core: Core = sharedCore()) {
    this.#core = core;
    this.#items = items;
    this.#arena = core.arena();
    try {
      this.#scorer = openScorer(form, items, core, this.#arena);
    } catch (error) {
      this.#arena.dispose();
      throw error;
    }
  }

  /**
   * @param limit length of the lists; 0 for places only
   * @param relevant items to be placed, one array a query
   */
  async rank(
    queries: readonly Query[],
    limit: number,
    options: CallOptions = {},
    relevant?: readonly Uint32Array[],
  ): Promise<RankedLists> {
    const arena = this.#core.arena();
    try {
      const job: Job = { queries, limit, relevant, items: this.#items, scorable: this.#scorer.scorable };
      const args: JobArgs = jobArgs(job, arena);
      await this.#scorer.rank(queries, args, arena, options);
      return {
        limit,
        items: new Uint32Array(args.best.subarray(0, queries.length * limit)),
        scores: new Float32Array(args.bestScores.subarray(0, queries.length * limit)),
        ...(args.relevantScores && {
          places: {
            better: new Uint32Array(args.better!),
            level: new Uint32Array(args.level!),
            ahead: new Uint32Array(args.ahead!),
            scores: new Float32Array(args.relevantScores),
          },
        }),
      };
    } finally {
      arena.dispose();
    }
  }

  /**
   * Scores of a few items a query, those of the history as well; NaN or −∞ where the model cannot say.
   *
   * @param asked one array of item indexes a query
   * @returns one score for each of them, in order
   */
  async score(
    queries: readonly Query[],
    asked: readonly Uint32Array[],
    options: CallOptions = {},
  ): Promise<Float32Array> {
    const arena = this.#core.arena();
    try {
      const job: Job = {
        queries,
        limit: 0,
        relevant: asked,
        scoresOnly: true,
        items: this.#items,
        scorable: this.#scorer.scorable,
      };
      const args = jobArgs(job, arena);
      await this.#scorer.rank(queries, args, arena, options);
      return new Float32Array(args.relevantScores!);
    } finally {
      arena.dispose();
    }
  }

  /** Frees the model's room in the core's memory; no list can be asked for after it. */
  dispose(): void {
    this.#arena.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}
