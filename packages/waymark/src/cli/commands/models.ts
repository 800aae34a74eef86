import { Command } from "commander";
import { describeRange } from "../../models/params.ts";
import { modelFactories, modelFactory } from "../../models/registry.ts";
import type { Context } from "../context.ts";
import { textTable } from "../terminal/table.ts";

/** Lists the models, or the parameters of one. */
export const modelsCommand = (context: Context): Command =>
  new Command("models")
    .description("List the models, or the parameters of one")
    .argument("[name]", "a model, e.g. svd")
    .addHelpText("after", "\nExamples:\n  waymark models\n  waymark models item-knn")
    .action((name?: string) => {
      const chosen = name === undefined ? modelFactories : [modelFactory(name)];
      if (context.json)
        return context.out(
          JSON.stringify({
            models: chosen.map(({ key, family, summary, requires = [], params }) => ({
              key,
              family,
              summary,
              requires: requires.map(({ description }) => description),
              params,
            })),
          }),
        );
      if (name === undefined) {
        const rows = chosen.map(({ key, family, requires = [], summary }) => [
          key,
          family,
          requires.map(({ description }) => description).join(", ") || "-",
          summary,
        ]);
        context.out(textTable(["model", "family", "requires", "what it recommends"], rows));
        return context.log(
          "\nwaymark models NAME lists the parameters of a model; --set NAME.parameter=value changes one.",
        );
      }
      const [{ key, summary, params }] = chosen as [(typeof chosen)[number]];
      const rows = Object.entries(params).map(([param, spec]) => [
        `${key}.${param}`,
        String(spec.default),
        describeRange(spec),
        spec.description,
      ]);
      context.out(`${key}: ${summary}\n`);
      context.out(
        rows.length === 0
          ? "It has no parameters."
          : textTable(["parameter", "default", "takes", "meaning"], rows, [false, true]),
      );
    });
