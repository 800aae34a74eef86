import type { Command } from "commander";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import { isModelPath, loadModel } from "../../models/artifact/load-model.ts";
import { type Model, ownModel } from "../../models/model.ts";
import type { Context } from "../context.ts";
import { type ModelFlags, trainModel } from "./train-model.ts";

/** Disposing of it disposes of the model. */
export interface OpenedModel extends Disposable {
  readonly key: string;
  readonly model: Model;
  /** Vocabularies, histories and titles the model was trained with. */
  readonly data: Dataset;
}

/** A saved model is loaded; from a data set, one is trained on all of it. */
export async function openModel(
  path: string,
  flags: ModelFlags,
  context: Context,
  command: Command,
): Promise<OpenedModel> {
  if (await isModelPath(path)) {
    rejectTrainingOptions(path, command);
    const { model, data, manifest } = await loadModel(path, { signal: context.signal });
    return { key: manifest.model, model, data, ...ownModel(model) };
  }
  const { estimator, model, data } = await trainModel(path, flags, context);
  return { key: estimator.key, model, data, ...ownModel(model) };
}

/** A saved model is what it is: an option that would change data or training cannot be followed and is rejected. */
function rejectTrainingOptions(path: string, command: Command): void {
  const harmless = [
    "learner",
    "history",
    "all",
    "out",
    "limit",
    "why",
    "exclude",
    "course",
    "threads",
    "json",
    "quiet",
    "plugin",
  ];
  const given = command.options.filter(
    (option) =>
      !harmless.includes(option.attributeName()) && command.getOptionValueSource(option.attributeName()) === "cli",
  );
  if (given.length === 0) return;
  const names = given.map(({ long }) => long).join(", ");
  throw new InvalidInputError(
    names,
    { sentence: `${names} cannot be used with a saved model (${path}), which was trained already.` },
    path,
    "Train another model with waymark train.",
  );
}
