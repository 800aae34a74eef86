import { InvalidInputError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";

/** @throws {InvalidInputError} for rows, a path or anything else in place of a data set */
export function requireDataset(data: Dataset): void {
  const given: unknown = data;
  if (typeof given === "object" && given !== null && "interactions" in given && "userItems" in given) return;
  const [what, remedy] = Array.isArray(given)
    ? ["an array of rows", "Use Dataset.fromRows(rows)."]
    : typeof given === "string"
      ? [JSON.stringify(given), "Use clean((await openSource(path)).data).data."]
      : typeof given === "object" && given !== null && "interactions" in given
        ? ["what a source has read, before cleaning", "Use clean(source).data."]
        : [String(given), "Use Dataset.fromRows(rows), or clean((await openSource(path)).data).data."];
  throw new InvalidInputError("data", { sentence: `data must be a data set, received ${what}.` }, what, remedy);
}
