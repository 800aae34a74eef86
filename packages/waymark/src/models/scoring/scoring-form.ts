import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Model, Query } from "../model.ts";
import type { JobArgs64 } from "./rank-job.ts";

/**
 * How a model's scores come about, for kernels that score and rank many queries at once. The lists are those of `score`, up
 * to the rounding of 32-bit floats; those of an exact form to the last bit. Arrays are shared with the model: do not write to them.
 */
export type ScoringForm = FactorForm | DenseForm | SparseForm | BlockForm | ExactForm;

interface Form {
  /** 0 for items that are never scored (NaN in `score`), shape (items). Absent: all are. */
  readonly scorable?: Uint8Array;
}

/** score(i) = offset + itemBias[i] + userVector · items[i] */
export interface FactorForm extends Form {
  readonly kind: "factors";
  readonly factors: number;
  readonly items: Float32Array; // (items, factors)
  readonly itemBias?: Float32Array; // (items)
  userVector(query: Query): UserVector | undefined;
  /** Puts what that needs into `arena`, which is one of `core`, where the vectors of many queries at once are quicker. */
  openUserVectors?(arena: Arena, core: Core): UserVectors;
}
/** `userVector` for many queries. */
export type UserVectors = (
  queries: readonly Query[],
  options: CallOptions,
) => Promise<readonly (UserVector | undefined)[]>;
export interface UserVector {
  readonly factors: Float32Array | Float64Array; // (factors)
  readonly offset: number;
}

/** A user vector without an offset. */
export const plainUserVector =
  (vectorOf: (query: Query) => UserVector["factors"] | undefined): FactorForm["userVector"] =>
  (query) => {
    const factors = vectorOf(query);
    return factors && { factors, offset: 0 };
  };

/** score(i) = Σ over the history j of weight(j) · weights[j][i]; a score of exactly 0 means that nothing of the history speaks for the item (NaN in `score`) */
export interface DenseForm extends Form {
  readonly kind: "dense";
  readonly weights: Float32Array; // (items, items)
  /** A weight per history entry, 0 for one that does not count. Absent: 1 each. Where none counts, nothing is scored. */
  weigh?(query: Query): ArrayLike<number>;
}

/** The same with few weights a row. */
export interface SparseForm extends Form {
  readonly kind: "sparse";
  readonly weights: CsrMatrix; // items × items, a row per history item
  /** Whether a score of 0 means that nothing of the history speaks for the item (NaN in `score`). */
  readonly zeroIsUnknown: boolean;
  weigh?(query: Query): ArrayLike<number>;
}

/** Scores by kernels of the model's own. */
export interface BlockForm extends Form {
  readonly kind: "block";
  /** Puts what scoring needs into `arena`, which is one of `core`, and returns the scorer of a block. */
  open(arena: Arena, core: Core): BlockScorer;
}
export interface BlockScorer {
  /** Writes one row of scores a query into `out` (queries, stride), NaN where the model cannot say. */
  score(queries: readonly Query[], out: Float32Array, stride: number, options: CallOptions): Promise<void>;
}

/** Ranks by a kernel of its own in float64; see docs/decisions/0020-scoring-in-float64.md. */
export interface ExactForm {
  readonly kind: "exact";
  /** Puts what scoring needs into `arena`, which is one of `core`, and returns what ranks a block. @throws {MemoryLimitError} */
  open(arena: Arena, core: Core): ExactScorer;
}
export interface ExactScorer {
  /** Runs a kernel that begins with `args` over the queries; `block` lives as long as they are asked. */
  rank(queries: readonly Query[], args: JobArgs64, block: Arena, options: CallOptions): Promise<void>;
}

/** A model that can be asked many queries at once: evaluation, lists for everybody. */
export interface HasScoringForm {
  /** Undefined where these settings have no such form. */
  scoringForm(): ScoringForm | undefined;
}

/** The form, where the model has one. */
export const scoringFormOf = (model: Model & Partial<HasScoringForm>): ScoringForm | undefined => model.scoringForm?.();
