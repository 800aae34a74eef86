import type { Dataset } from "../../data/dataset.ts";
import { historiesInOrder } from "../../data/histories-in-order.ts";
import type { CoreOption } from "../core-option.ts";
import type { DataSize } from "../data-size.ts";
import type { ModelState, TrainingOptions } from "../model.ts";
import { times } from "../requirements.ts";
import { takeWeights } from "../shared/neural/weights.ts";
import { takeOrder, withoutOrder } from "../shared/stored-order.ts";
import { SequenceModel } from "./sequence-model.ts";
import type { SequenceNet } from "./sequence-network.ts";
import { type SequenceTraining, trainSequences } from "./train-sequences.ts";

/** What all models of sequences have in common, for `defineModel`. */
export const sequenceFit = <P extends SequenceTraining>(owner: string, netOf: (params: P) => SequenceNet) => ({
  family: "sequential" as const,
  feedback: "implicit" as const,
  requires: [times],
  expectedSeconds: ({ interactions, cells }: DataSize, { epochs }: P): number =>
    7e-6 * interactions * epochs + 1e-7 * cells,
  async fit(data: Dataset, params: P, options: TrainingOptions): Promise<SequenceModel> {
    const order = historiesInOrder(data, options.seed);
    const net = netOf(params);
    const weights = await trainSequences(owner, net, order, data.items.size, params, options);
    return new SequenceModel(data, net, weights, order, options);
  },
  restore: (state: ModelState, data: Dataset, params: P, options: CoreOption): SequenceModel =>
    new SequenceModel(data, netOf(params), takeWeights(withoutOrder(state)), takeOrder(state, data), options),
});
