import { Command } from "commander";
import { loadModel } from "../../models/artifact/load-model.ts";
import { ownModel } from "../../models/model.ts";
import type { Context } from "../context.ts";
import { textTable } from "../terminal/table.ts";

/** What a saved model is: kind, parameters, data, program. */
export const inspectCommand = (context: Context): Command =>
  new Command("inspect")
    .argument("<artifact>", "a .waymark file or an artifact folder")
    .addHelpText("after", "\nExample:\n  waymark inspect svd.waymark")
    .action(async (path: string) => {
      const { manifest, model } = await loadModel(path, { signal: context.signal });
      using _owned = ownModel(model);
      if (context.json) return context.out(JSON.stringify({ path, manifest }));
      const rows = Object.entries(manifest).flatMap(([name, value]) => entries(name, value));
      context.out(textTable(["entry", "value"], rows));
    });

/** One line an entry: `data.users`, `params.factors`, … */
const entries = (name: string, value: unknown): string[][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([inner, part]) => entries(`${name}.${inner}`, part))
    : [[name, String(value)]];
