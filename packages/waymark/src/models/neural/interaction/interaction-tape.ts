import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import type { Optimizer } from "../../../compute/neural/optimizers/optimizer.ts";
import { Tape, type TapeOptions } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";
import type { Examples } from "./example-source.ts";
import type { InteractionNetwork, InteractionOutput } from "./interaction-network.ts";

/** A tape with its inputs. */
export interface InteractionTape extends Examples {
  readonly tape: Tape;
  readonly output: Tensor;
}

/** Records a network over `rows` pairs; with `loss` also its loss, with `optimizer` also the backward pass and the step. */
export function recordInteractions(
  core: Core,
  output: InteractionOutput,
  rows: number,
  {
    loss,
    optimizer,
    ...options
  }: TapeOptions & { readonly loss?: InteractionNetwork["loss"]; readonly optimizer?: Optimizer },
): InteractionTape {
  const tape = new Tape(core, options);
  return disposeOnThrow(tape, () => {
    const [users, items] = [tape.zerosU32(rows), tape.zerosU32(rows)];
    const [labels, weights] = [tape.zerosF32(rows), tape.zerosF32(rows).fill(1)];
    const result = output(tape, rows, users, items);
    loss?.(tape, result, labels, weights);
    optimizer?.record(tape);
    return { tape, users, items, labels, weights, output: result };
  });
}
