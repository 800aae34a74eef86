import { Command } from "commander";
import { InvalidInputError } from "../../errors.ts";
import { evaluateOffPolicy } from "../../evaluation/off-policy/evaluate-off-policy.ts";
import type { OffPolicyEvaluation } from "../../evaluation/off-policy/result.ts";
import { ownModel } from "../../models/model.ts";
import { modelFactory } from "../../models/registry.ts";
import { parseSplit } from "../../splits/parse.ts";
import type { Context } from "../context.ts";
import { type DataFlags, openData, withDataOptions } from "../data/data-options.ts";
import { collectSettings, createEstimators, parseModelNames } from "../data/model-options.ts";
import { parseNumber, parseSeed, parseWhole } from "../data/parse-number.ts";
import { threadsOption } from "../data/threads-option.ts";
import { printOffPolicy } from "../terminal/off-policy-table.ts";
import { withProgress } from "../terminal/progress.ts";

interface OffPolicyFlags extends DataFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly split: string;
  readonly temperature: number;
  readonly clip: number;
  readonly decisions: number;
  readonly resamples: number;
  readonly seed: number;
  readonly threads: number;
}

/** One model's, as `--json` prints it. */
export interface OffPolicyResult extends OffPolicyEvaluation {
  readonly model: string;
}

/** What the choices of models would have brought, estimated from the results of what learners chose. */
export const offPolicyCommand = (context: Context): Command =>
  withDataOptions(new Command("off-policy"))
    .argument("<path>", "file or folder of the data set, with ratings")
    .option("-m, --model <names>", "models separated by commas (default: dqn)", parseModelNames)
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option("--split <name>", "which rows are evaluated; later ones, so that histories lie before them", "temporal:0.8")
    .option(
      "--temperature <n>",
      "of the softmax over scores; less follows the model more closely",
      parseNumber("--temperature"),
      1,
    )
    .option("--clip <n>", "largest weight of a decision", parseNumber("--clip"), 20)
    .option("--decisions <n>", "decisions looked at, at most", parseWhole("--decisions", 1), 5000)
    .option(
      "--resamples <n>",
      "bootstrap resamples for the intervals, 100 to 100000",
      parseWhole("--resamples", 100, 100_000),
      1000,
    )
    .option("--seed <n>", "seed of the split, models and resampling", parseSeed, 0)
    .addOption(threadsOption())
    .addHelpText(
      "after",
      `
Popularity is always evaluated as well.

Example:
  waymark off-policy ratings.csv --model dqn,item-knn --temperature 0.5`,
    )
    .action(async (path: string, flags: OffPolicyFlags) => {
      const named = flags.model ?? ["dqn"];
      const estimators = createEstimators(named, flags.set); // a wrong name or setting is reported before the data is read
      const { data } = await openData(path, flags, context);
      const [fold, ...more] = await parseSplit(flags.split).apply(data, flags.seed);
      if (fold === undefined || more.length > 0)
        throw new InvalidInputError(
          "--split",
          "one with a single test part",
          flags.split,
          "Take temporal:0.8 or leave-last.",
        );
      const { temperature, clip, decisions, resamples, seed, threads } = flags;
      const { signal } = context;
      const evaluated: OffPolicyResult[] = [];
      const others = named.includes("popularity") ? [] : [modelFactory("popularity").create({})];
      for (const estimator of [...estimators, ...others])
        evaluated.push(
          await withProgress(context, estimator.key, async (onProgress) => {
            const model = await estimator.fit(fold.train, { seed, threads, signal, onProgress });
            using _owned = ownModel(model);
            const settings = { temperature, clip, decisions, resamples, seed, signal, onProgress };
            return { model: estimator.key, ...(await evaluateOffPolicy(model, fold, settings)) };
          }),
        );
      if (context.json) return context.out(JSON.stringify({ split: flags.split, results: evaluated }));
      printOffPolicy(evaluated, flags.split, context);
    });
