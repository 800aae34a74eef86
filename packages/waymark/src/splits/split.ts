import type { Dataset } from "../data/dataset.ts";
import type { Fold } from "./fold.ts";

/** A rule that divides a data set into what models learn from and what they are tested on. */
export interface Split {
  /** As typed after `--split`, with its number: `"random:0.2"`. Parsing it again gives the same split. */
  readonly text: string;
  /** One clause for reports: "20 % of the rows, drawn at random". */
  readonly description: string;
  /**
   * Same data (rows in the same order), same seed: same folds on every machine. In each fold no row is lost and none
   * stands on both sides; a published fold holds the rows it was published with.
   *
   * @throws {DataRequirementError} when the data lacks what the rule goes by (times, a published split)
   * @throws {InvalidInputError} when the data is so small that one side would be empty
   */
  apply(data: Dataset, seed: number): Promise<readonly Fold[]>;
}
