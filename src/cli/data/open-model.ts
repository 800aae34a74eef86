import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import { isModelPath, loadModel } from "../../models/artifact/load-model.ts";
import type { Model } from "../../models/recommender.ts";
import type { Context } from "../context.ts";
import { type DataFlags, openData } from "./data-options.ts";
import { createEstimators } from "./model-options.ts";

export interface ModelFlags extends DataFlags {
  readonly model?: readonly string[];
  readonly set: readonly string[];
  readonly seed: number;
}

export interface OpenedModel {
  readonly key: string;
  readonly model: Model;
  /** Vocabularies, histories and titles the model was trained with. */
  readonly data: Dataset;
}

/** A saved model is loaded; from a data set, one is trained on all of it. */
export async function openModel(path: string, flags: ModelFlags, context: Context): Promise<OpenedModel> {
  if (await isModelPath(path)) {
    if (flags.model !== undefined || flags.set.length > 0)
      throw new InvalidInputError(
        "--model and --set",
        "left out with a saved model",
        path,
        "Train another with waymark train.",
      );
    const { model, data, manifest } = await loadModel(path, { signal: context.signal });
    return { key: manifest.model, model, data };
  }
  const names = flags.model ?? ["item-knn"];
  if (names.length !== 1) throw new InvalidInputError("--model", "one model", names.join(","));
  const [estimator] = createEstimators(names, flags.set);
  const { data } = await openData(path, flags, context);
  const progress = context.progress(`training ${estimator!.key}`);
  try {
    const model = await estimator!.fit(data, { seed: flags.seed, signal: context.signal, onProgress: progress.update });
    return { key: estimator!.key, model, data };
  } finally {
    progress.stop();
  }
}
