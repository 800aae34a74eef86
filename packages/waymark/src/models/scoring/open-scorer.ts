import type { Core } from "../../compute/core/core.ts";
import { MemoryLimitError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import type { Model } from "../model.ts";
import { FormScorer } from "./form-scorer.ts";
import { OneByOneScorer } from "./one-by-one-scorer.ts";
import type { Scorer } from "./scorer.ts";
import { scoringFormOf } from "./scoring-form.ts";

/**
 * Asks a model many queries, taken as sound; `createScorer` checks them, for callers outside. A model with a scoring form is scored by the compute core on all threads, in float32 or,
 * where its form is exact, in float64; any other one query at a time by its `score`, in float64. So is one whose exact form does not
 * fit into the core's memory: the results are the same. Holds memory of the core: dispose of it, before the model or after.
 * A call that is running when the scorer or the model is disposed of ends first; nothing it reads is freed before.
 *
 * @param options.core where the form's numbers are put. @defaultValue the shared one
 * @throws {MemoryLimitError} when the model does not fit into the core's memory
 * @throws {DisposedError} when the model has been disposed of
 */
export function openScorer(model: Model, options: { readonly core?: Core } = {}): Scorer {
  const form = scoringFormOf(model);
  if (!form) return new OneByOneScorer(model);
  try {
    return new FormScorer(form, model.items.size, withCore(options).core);
  } catch (error) {
    if (form.kind === "exact" && error instanceof MemoryLimitError) return new OneByOneScorer(model);
    throw error;
  }
}
