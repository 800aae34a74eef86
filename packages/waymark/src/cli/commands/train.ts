import { Command } from "commander";
import { modelFileEnding, saveModel } from "../../models/artifact/save-model.ts";
import { ownModel } from "../../models/model.ts";
import type { Context } from "../context.ts";
import { withDataOptions } from "../data/data-options.ts";
import { checkOutputFolder } from "../data/output-file.ts";
import { type ModelFlags, trainModel, withModelOptions } from "../data/train-model.ts";

interface Flags extends ModelFlags {
  readonly out?: string;
}

/** Fits one model on all rows and saves it as an artifact. */
export const trainCommand = (context: Context): Command =>
  withModelOptions(withDataOptions(new Command("train")))
    .argument("<path>", "file or folder of the data set")
    .option("-o, --out <path>", "a .waymark file, or a folder (default: MODEL.waymark)")
    .addHelpText("after", "\nExample:\n  waymark train campus --model svd --set svd.factors=50 --out svd.waymark")
    .action(async (path: string, flags: Flags) => {
      if (flags.out !== undefined && !flags.out.endsWith(modelFileEnding))
        await checkOutputFolder(flags.out, path, "--out");
      const { estimator, model, data, fitSeconds } = await trainModel(path, flags, context);
      using _owned = ownModel(model);
      const { seed, out = `${estimator.key}.waymark` } = flags;
      const manifest = await saveModel(out, { estimator, seed, model, data }, { signal: context.signal });
      if (context.json) return context.out(JSON.stringify({ artifact: out, fitSeconds, manifest }));
      context.out(`${out}: ${estimator.key}, trained in ${fitSeconds.toFixed(2)} s on ${data.size} rows`);
      context.log(`Next: waymark recommend ${out} --learner ${data.users.id(0)} --why`);
    });
