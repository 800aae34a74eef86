import type { Dataset } from "../../data/dataset.ts";
import { labelsOf } from "../../evaluation/labels.ts";
import { findMetric } from "../../evaluation/metrics/registry.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { canExplain, ownModel, queryOf, recommend } from "../../models/model.ts";
import { modelFactory } from "../../models/registry.ts";
import type { SampleList } from "../../report/evaluation/render-report.ts";
import type { Context } from "../context.ts";
import { courseLine } from "../terminal/recommendations.ts";

/** Seconds that training again may always take. */
const alwaysAllowed = 10;

/**
 * What one learner would be offered by the best of the compared models, trained on all the data, with reasons where it can name them.
 * Where training that model again would take longer than `seconds`, the best one that is quicker takes its place, and the list says
 * so. The learner is the first whose history is of median length. `undefined` where no model has a list, or none is quick enough.
 */
export async function sampleList(
  data: Dataset,
  results: readonly ModelResult[],
  { seed, threads, seconds }: { readonly seed: number; readonly threads: number; readonly seconds: number },
  { signal }: Pick<Context, "signal">,
): Promise<SampleList | undefined> {
  const labels = labelsOf(results);
  const ranked = results
    .map((result, n) => ({ result, label: labels[n]!, quality: qualityOf(result) }))
    .filter(({ quality }) => quality !== undefined)
    .sort((a, b) => b.quality! - a.quality!);
  const winner = ranked[0];
  const chosen = ranked.find(({ result }) => result.fitSeconds <= Math.max(alwaysAllowed, seconds));
  if (winner === undefined || chosen === undefined) return undefined;
  const { model: key, params } = chosen.result;
  const model = await modelFactory(key).create(params).fit(data, { seed, threads, signal });
  using _owned = ownModel(model);
  const user = typicalUser(data);
  const query = queryOf(data, user);
  const course = courseLine(data);
  return {
    learner: data.users.id(user),
    model: chosen.label,
    ...(chosen !== winner && {
      reason: `${winner.label} is the best of the table; training it again for this list would take ${Math.ceil(winner.result.fitSeconds)} s, so the list of the best quicker model stands here.`,
    }),
    history: Array.from(query.history, course),
    recommended: recommend(model, query, 5).map(({ item }, index) => ({
      rank: index + 1,
      ...course(item),
      because: canExplain(model)
        ? model
            .explain(query, item)
            .slice(0, 3)
            .map((part) => course(part.item).title ?? course(part.item).id)
        : [],
    })),
  };
}

/** The metric the table is sorted by, where it is one of lists; the longest list counts. */
function qualityOf({ metrics }: ModelResult): number | undefined {
  const key = Object.keys(metrics).findLast((name) => name.startsWith("ndcg@"));
  const other = Object.keys(metrics).find((name) => {
    const definition = findMetric(name)?.definition;
    return definition?.measure.of === "ranking" && definition.better === "higher";
  });
  const chosen = key ?? other;
  return chosen === undefined ? undefined : metrics[chosen];
}

function typicalUser({ userItems, users }: Dataset): number {
  const size = (user: number) => userItems.offsets[user + 1]! - userItems.offsets[user]!;
  const sizes = Uint32Array.from(users.ids, (_, user) => size(user))
    .filter((n) => n > 0)
    .sort();
  const median = sizes[sizes.length >> 1]!;
  return users.ids.findIndex((_, user) => size(user) === median);
}
