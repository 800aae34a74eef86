import { ExpectedTimes } from "../../comparison/expected-times.ts";
import type { Dataset } from "../../data/dataset.ts";
import { dataSize } from "../../models/data-size.ts";
import type { Estimator } from "../../models/model.ts";
import { modelFactories } from "../../models/registry.ts";
import type { Context } from "../context.ts";

/** Says of models that will take long, or much memory, what they are expected to take, before the first begins. */
export function announceCosts(estimators: readonly Estimator[], data: Dataset, context: Context): void {
  const times = new ExpectedTimes(dataSize(data));
  for (const { key, params } of estimators) {
    const model = modelFactories.find((other) => other.key === key);
    const note = model && times.announcement(model, params);
    if (note !== undefined) context.log(note);
  }
}
