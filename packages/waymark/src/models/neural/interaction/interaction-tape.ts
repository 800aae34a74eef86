import type { Core } from "../../../compute/core/core.ts";
import type { Optimizer } from "../../../compute/neural/optimizers/optimizer.ts";
import { Tape, type TapeOptions } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";
import type { Examples } from "./example-source.ts";
import type { InteractionNetwork, PairOutput } from "./interaction-network.ts";

/** A tape with its inputs. */
export interface PairTape extends Examples {
  readonly tape: Tape;
  readonly output: Tensor;
}

/** Notes a network over so many pairs; with `loss` its loss too, with an optimizer the backward pass and its step. */
export function recordInteractions(
  core: Core,
  output: PairOutput,
  rows: number,
  {
    loss,
    optimizer,
    ...options
  }: TapeOptions & { readonly loss?: InteractionNetwork["loss"]; readonly optimizer?: Optimizer },
): PairTape {
  const tape = new Tape(core, options);
  const [users, items] = [tape.zerosU32(rows), tape.zerosU32(rows)];
  const [labels, weights] = [tape.zerosF32(rows), tape.zerosF32(rows).fill(1)];
  const result = output(tape, rows, users, items);
  loss?.(tape, result, labels, weights);
  optimizer?.record(tape);
  return { tape, users, items, labels, weights, output: result };
}
