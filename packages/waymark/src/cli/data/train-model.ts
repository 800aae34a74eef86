import type { Command } from "commander";
import { type BestModel, chooseBest } from "../../comparison/choose-best.ts";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Estimator, Model } from "../../models/model.ts";
import { modelFactory } from "../../models/registry.ts";
import { formatMetric, metricName } from "../../report/page/format.ts";
import type { Context } from "../context.ts";
import { withProgress } from "../terminal/progress.ts";
import { announceCosts } from "./announce-costs.ts";
import { parseBudget } from "./budget-option.ts";
import { type DataFlags, openData } from "./data-options.ts";
import { collectSettings, createEstimators, parseModelNames } from "./model-options.ts";
import { parseSeed } from "./parse-number.ts";
import { threadsOption } from "./threads-option.ts";

export interface ModelFlags extends DataFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly seed: number;
  readonly threads: number;
  /** Seconds; only with `--model best`. */
  readonly budget?: number;
}

/** Trained where no model is named: quick, and good on data of every kind. */
const usualModel = "item-knn";
/** Stands for the winner of a comparison. */
const best = "best";
const usualBudget = 60;

/** The options of every command that trains one model on all the data. */
export const withModelOptions = (command: Command): Command =>
  command
    .option(
      "-m, --model <name>",
      "the model to train on a data set; waymark models lists them; best: the winner of a comparison on a part of the data (default: item-knn)",
      (text) => (text.trim() === best ? [best] : parseModelNames(text)),
    )
    .option(
      "--budget <time>",
      "with --model best: time for the comparison, e.g. 30s, 5m, or none (default: 60s)",
      parseBudget,
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
  const { model: names = [usualModel], set, seed, threads, budget } = flags;
  const isChosen = names[0] === best;
  checkBest(isChosen, flags);
  const named = isChosen ? undefined : createEstimators(names, set);
  if (named && named.length !== 1)
    throw new InvalidInputError("--model", "the name of one model to train", names.join(","));
  const { data } = await openData(path, flags, context);
  const estimator = named?.[0] ?? (await createBest(data, { seed, threads, budget: budget ?? usualBudget }, context));
  if (flags.model === undefined)
    context.log(
      `Model: ${usualModel}, the default; --model NAME takes another, --model best the winner of a comparison.`,
    );
  announceCosts([estimator], data, context);
  const started = performance.now();
  const model = await withProgress(context, `training ${estimator.key}`, (onProgress) =>
    estimator.fit(data, { seed, threads, signal: context.signal, onProgress }),
  );
  return { estimator, model, data, fitSeconds: (performance.now() - started) / 1000 };
}

/** @throws {InvalidInputError} for options that do not go together */
function checkBest(isChosen: boolean, { set, budget }: ModelFlags): void {
  if (isChosen && set !== undefined)
    throw new InvalidInputError(
      "--set",
      { sentence: "--set cannot be used together with --model best, which compares models with their defaults." },
      set.join(" "),
      "Name the model, or leave --set out.",
    );
  if (!isChosen && budget !== undefined)
    throw new InvalidInputError(
      "--budget",
      { sentence: "--budget can only be used together with --model best." },
      budget,
      "Add --model best.",
    );
}

async function createBest(
  data: Dataset,
  { seed, threads, budget }: { readonly seed: number; readonly threads: number; readonly budget: number },
  context: Context,
): Promise<Estimator> {
  const choice = await withProgress(context, "choosing a model", (onProgress) =>
    chooseBest(data, { budgetSeconds: budget, seed, threads, signal: context.signal, onProgress }),
  );
  for (const line of reasonsOf(choice)) context.log(line);
  return modelFactory(choice.key).create({});
}

/** "Model: ease, the best of 14 by nDCG@10 on a validation part (…): ease 0.2538, item-knn 0.2401, …" */
function reasonsOf({ key, metric, ranked, notRun, protocol }: BestModel): readonly string[] {
  const figures = ranked.slice(0, 3).map(({ model, value }) => `${model} ${formatMetric(metric, value)}`);
  const more = ranked.length > figures.length ? " …" : "";
  return [
    `Model: ${key}, the best of ${ranked.length} by ${metricName(metric)} on a validation part of the data: ${figures.join(", ")}${more}`,
    `  ${protocol}`,
    ...(notRun.length > 0 ? [`  Not compared, for want of time (--budget): ${notRun.join(", ")}`] : []),
  ];
}
