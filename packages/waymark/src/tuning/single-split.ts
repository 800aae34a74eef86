import type { Dataset } from "../data/dataset.ts";
import { defaultSplit } from "../splits/default-split.ts";

/** The usual split, unless that is a published one with several folds: a search has one test part. */
export async function defaultSingleSplit(data: Dataset): Promise<string> {
  const usual = defaultSplit(data);
  if (usual !== "predefined" || (await data.publishedFolds!()).length === 1) return usual;
  return defaultSplit(data.replaceInteractions(data.interactions)); // the same data without its published folds
}
