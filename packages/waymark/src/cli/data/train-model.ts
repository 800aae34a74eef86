import type { Command } from "commander";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Estimator, Model } from "../../models/model.ts";
import type { Context } from "../context.ts";
import { withProgress } from "../terminal/progress.ts";
import { type DataFlags, openData } from "./data-options.ts";
import { collectSettings, createEstimators, parseModelNames } from "./model-options.ts";
import { parseSeed } from "./parse-number.ts";
import { threadsOption } from "./threads-option.ts";

export interface ModelFlags extends DataFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly seed: number;
  readonly threads: number;
}

/** The options of every command that trains one model on all the data. */
export const withModelOptions = (command: Command): Command =>
  command
    .option(
      "-m, --model <name>",
      "the model to train on a data set; waymark models lists them (default: item-knn)",
      parseModelNames,
    )
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option("--seed <n>", "seed of everything random", parseSeed, 0)
    .addOption(threadsOption());

export interface Trained {
  readonly estimator: Estimator;
  readonly model: Model;
  readonly data: Dataset;
  readonly fitSeconds: number;
}

/** Reads, cleans and trains; wrong names and settings are reported before the data is read. */
export async function trainModel(path: string, flags: ModelFlags, context: Context): Promise<Trained> {
  const { model: names = ["item-knn"], set, seed, threads } = flags;
  const [estimator, ...others] = createEstimators(names, set);
  if (estimator === undefined || others.length > 0)
    throw new InvalidInputError("--model", "the name of one model to train", names.join(","));
  const { data } = await openData(path, flags, context);
  const started = performance.now();
  const model = await withProgress(context, `training ${estimator.key}`, (onProgress) =>
    estimator.fit(data, { seed, threads, signal: context.signal, onProgress }),
  );
  return { estimator, model, data, fitSeconds: (performance.now() - started) / 1000 };
}
