import type { Dataset } from "../../data/dataset.ts";
import type { ModelResult } from "../../evaluation/result.ts";
import { canExplain, ownModel, queryOf, recommend } from "../../models/model.ts";
import { modelFactory } from "../../models/registry.ts";
import type { SampleList } from "../../report/evaluation/render-report.ts";
import type { Context } from "../context.ts";
import { courseLine } from "../terminal/recommendations.ts";

/** Kinds that can name reasons; whether a fitted model does is asked of the model itself. */
const explaining = ["item-knn", "user-knn", "course-similarity", "user-profile"];

/**
 * What one learner would be offered by the best of the compared models that can name reasons, trained on all the data.
 * The learner is the first whose history is of median length. `undefined` where no such model took part.
 */
export async function sampleList(
  data: Dataset,
  results: readonly ModelResult[],
  { seed, threads }: { readonly seed: number; readonly threads: number },
  { signal }: Pick<Context, "signal">,
): Promise<SampleList | undefined> {
  const quality = ({ metrics }: ModelResult) =>
    metrics[Object.keys(metrics).find((key) => key.startsWith("ndcg@")) ?? ""] ?? 0;
  const [best] = results.filter(({ model }) => explaining.includes(model)).sort((a, b) => quality(b) - quality(a));
  if (best === undefined) return undefined;
  const model = await modelFactory(best.model).create(best.params).fit(data, { seed, threads, signal });
  using _owned = ownModel(model);
  const user = typicalUser(data);
  const query = queryOf(data, user);
  const course = courseLine(data);
  return {
    learner: data.users.id(user),
    model: best.model,
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

function typicalUser({ userItems, users }: Dataset): number {
  const size = (user: number) => userItems.offsets[user + 1]! - userItems.offsets[user]!;
  const sizes = Uint32Array.from(users.ids, (_, user) => size(user))
    .filter((n) => n > 0)
    .sort();
  const median = sizes[sizes.length >> 1]!;
  return users.ids.findIndex((_, user) => size(user) === median);
}
