import type { Dataset } from "../data/dataset.ts";
import { DataRequirementError } from "../errors.ts";
import { either, nameColumns } from "../remedy.ts";

/** @throws {DataRequirementError} when no row has a time */
export function requireTimes(data: Dataset, text: string): Float64Array {
  const { times } = data.interactions;
  if (times?.some((time) => !Number.isNaN(time))) return times;
  throw new DataRequirementError(
    `The split ${text}`,
    "a time for each row",
    times ? "a time column without a single time" : "none",
    either(nameColumns("time"), "Choose leave-one-out, per-user:0.2 or random:0.2."),
  );
}
