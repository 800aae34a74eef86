import { Command } from "commander";
import { InvalidInputError } from "../../errors.ts";
import { saveModel } from "../../models/artifact/save-model.ts";
import type { Context } from "../context.ts";
import { type DataFlags, openData, withDataOptions } from "../data/data-options.ts";
import { collectSettings, createEstimators, parseModelNames } from "../data/model-options.ts";
import { parseWhole } from "../data/parse-number.ts";

interface Flags extends DataFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly seed: number;
  readonly out?: string;
}

/** Fits one model on all rows and saves it as an artifact. */
export const trainCommand = (context: Context): Command =>
  withDataOptions(new Command("train"))
    .description("Train one model on all the data and save it")
    .argument("<path>", "file or folder of the data set")
    .option("-m, --model <name>", "the model to train; waymark models lists them (default: item-knn)", parseModelNames)
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option("--seed <n>", "seed of everything random", parseWhole("--seed", 0, 2 ** 32 - 1), 0)
    .option("-o, --out <path>", "a .waymark file, or a folder (default: MODEL.waymark)")
    .addHelpText("after", "\nExample:\n  waymark train campus --model svd --set svd.factors=50 --out svd.waymark")
    .action(async (path: string, flags: Flags) => {
      const { model: names = ["item-knn"] } = flags;
      if (names.length !== 1) throw new InvalidInputError("--model", "one model to train", names.join(","));
      const [estimator] = createEstimators(names, flags.set);
      const { data } = await openData(path, flags, context);
      const progress = context.progress(estimator!.key);
      const started = performance.now();
      try {
        const { seed, out = `${estimator!.key}.waymark` } = flags;
        const model = await estimator!.fit(data, { seed, signal: context.signal, onProgress: progress.update });
        const fitSeconds = (performance.now() - started) / 1000;
        progress.stop();
        const manifest = await saveModel(out, { estimator: estimator!, seed, model, data }, { signal: context.signal });
        if (context.json) return context.out(JSON.stringify({ artifact: out, fitSeconds, manifest }));
        context.out(`${out}: ${estimator!.key}, trained in ${fitSeconds.toFixed(2)} s on ${data.size} rows`);
        context.log(`Next: waymark recommend ${out} --learner ${data.users.id(0)} --why`);
      } finally {
        progress.stop();
      }
    });
