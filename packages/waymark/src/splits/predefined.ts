import type { Dataset } from "../data/dataset.ts";
import type { Interactions } from "../data/interactions.ts";
import { DataRequirementError } from "../errors.ts";
import { checkSides } from "./fold.ts";
import type { Split } from "./split.ts";

/** The folds the data set was published with, and its own negatives where it has them. The seed changes nothing. */
export const predefined = (): Split => ({
  text: "predefined",
  description: "the split published with the data",
  async apply(data) {
    const published = await data.publishedFolds?.();
    if (!published?.length)
      throw new DataRequirementError(
        "The split predefined",
        "a split published with the data",
        "none",
        "Choose random:0.2, per-user:0.2, folds:5, leave-one-out or, where rows have times, leave-last or temporal:0.8.",
      );
    return published.map(({ name, train, test, negatives, notes }) => {
      checkSides(data, `predefined, ${name}`, train.users.length, test.users.length);
      return {
        name,
        train: data.replaceInteractions(asRead(data, train)),
        test: asRead(data, test),
        ...(negatives && { negatives }),
        ...(notes && { notes }),
      };
    });
  },
});

/** Ratings are not shown to models of a data set read as implicit (`Dataset.asImplicit`). */
function asRead(data: Dataset, rows: Interactions): Interactions {
  if (data.feedback === "explicit") return rows;
  const { users, items, times } = rows;
  return { users, items, ...(times && { times }) };
}
