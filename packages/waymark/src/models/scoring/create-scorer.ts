import type { Core } from "../../compute/core/core.ts";
import { checkModel, queryChecker } from "../check-query.ts";
import type { Model, Query } from "../model.ts";
import { openScorer } from "./open-scorer.ts";
import type { Scorer } from "./scorer.ts";

/**
 * The way to ask a model many queries: each is checked once, then answered as by `openScorer`. Holds memory of the core: dispose
 * of it, before the model or after.
 *
 * `rank` and `score` throw an `InvalidInputError` for queries that do not fit the model.
 *
 * @param options.core where the form's numbers are put. @defaultValue the shared one
 * @throws {InvalidInputError} for what is not a trained model
 * @throws {MemoryLimitError} when the model does not fit into the core's memory
 * @throws {DisposedError} when the model has been disposed of
 */
export function createScorer(model: Model, options: { readonly core?: Core } = {}): Scorer {
  checkModel(model);
  const scorer = openScorer(model, options);
  const check = queryChecker(model);
  const checked = (queries: readonly Query[]): readonly Query[] => {
    for (const query of queries) check(query);
    return queries;
  };
  return {
    batchSize: scorer.batchSize,
    rank: async (queries, request, settings) => scorer.rank(checked(queries), request, settings),
    score: async (queries, items, settings) => scorer.score(checked(queries), items, settings),
    [Symbol.dispose]: () => scorer[Symbol.dispose](),
  };
}
