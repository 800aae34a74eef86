import type { Core } from "../../compute/core/core.ts";
import { disposeOnThrow } from "../../compute/core/dispose-on-throw.ts";
import { meanSquaredError } from "../../compute/neural/losses/pointwise.ts";
import { softmaxCrossEntropy } from "../../compute/neural/losses/softmax-cross-entropy.ts";
import { concat } from "../../compute/neural/ops/concat.ts";
import type { Optimizer } from "../../compute/neural/optimizers/optimizer.ts";
import { Tape } from "../../compute/neural/tape.ts";
import type { Tensor } from "../../compute/neural/tensor.ts";
import type { ActionSample } from "./action-sample.ts";
import { allValues, ownValues, type QNetwork, type StateInput, stateVectors } from "./q-network.ts";
import { FEATURES, KINDS } from "./state-features.ts";

/** What both tapes of a batch look at, in the core's memory. */
export interface BatchPlace {
  readonly rows: number;
  readonly window: number;
  readonly sample: ActionSample;
  /** All items of the log in order of its decisions. */
  readonly sequence: Uint32Array;
  /** What the learner has after the decision lies at [from, until) of the sequence: nothing of it can be chosen again. */
  readonly from: Uint32Array; // (rows)
  readonly until: Uint32Array; // (rows)
}

/** States of a batch and an action in each. */
export interface DecisionTape {
  readonly tape: Tape;
  readonly states: StateInput;
  /** The action taken; the number of items for none. */
  readonly own: Uint32Array; // (rows)
}

export interface TargetTape extends DecisionTape {
  readonly rewards: Float32Array;
  /** 0 after a last decision. */
  readonly discounts: Float32Array;
  readonly targets: Float32Array;
}

export interface TdStepTape extends DecisionTape {
  /** 0 for rows that do not count. */
  readonly weights: Float32Array;
}

const HIDDEN = -1e30; // of a value: below all others, and finite

function decisionTape(tape: Tape, { rows, window }: BatchPlace): DecisionTape {
  const sums = tape.zerosU32(KINDS * rows);
  sums.forEach((_, sum) => {
    sums[sum] = sum;
  });
  const states: StateInput = {
    rows,
    offsets: tape.zerosU32(KINDS * rows + 1),
    columns: tape.zerosU32(KINDS * rows * window),
    values: tape.zerosF32(KINDS * rows * window),
    sums,
    features: tape.zerosF32(rows * FEATURES),
  };
  return { tape, states, own: tape.zerosU32(rows) };
}

/**
 * y = r + γ · Q′(s′, argmaxₐ Q(s′, a)), Q′ the target network's: the action is chosen by one and valued by the other. What can be
 * chosen: the sample and what the learner did choose next, without what the learner has.
 *
 * @param maxTarget no value can be larger: 1 / (1 − γ) for rewards of 0 … 1
 */
export function recordTargets(
  core: Core,
  online: QNetwork,
  target: QNetwork,
  place: BatchPlace,
  maxTarget: number,
): TargetTape {
  const tape = new Tape(core);
  return disposeOnThrow(tape, () => {
    const { rows, sample } = place;
    const input = decisionTape(tape, place);
    const [rewards, discounts, targets] = [tape.zerosF32(rows), tape.zerosF32(rows), tape.zerosF32(rows)];
    const [chosen, valued] = [online, target].map((q) => {
      const vectors = stateVectors(tape, q, input.states);
      return concat(tape, [ownValues(tape, q, vectors, input.own), allValues(tape, q, vectors, sample.items)]);
    }) as [Tensor, Tensor];
    hideHistory(tape, chosen, place);
    tape.recordKernel(
      "doubleTargets",
      rows,
      {
        online: chosen.values,
        target: valued.values,
        rewards,
        discounts,
        y: targets,
        columns: chosen.columns,
        maxTarget,
      },
      { cost: chosen.columns },
    );
    return { ...input, rewards, discounts, targets };
  });
}

/**
 * The loss ½ (Q(s, a) − y)² + α (ln Σ over a′ of e^Q(s, a′) − Q(s, a)), a′ over the sample and a, without what the learner has.
 *
 * @param cqlAlpha α
 * @param optimizer absent: the loss only
 */
export function recordTdStep(
  core: Core,
  q: QNetwork,
  place: BatchPlace,
  targets: Float32Array,
  cqlAlpha: number,
  optimizer?: Optimizer,
): TdStepTape {
  const tape = new Tape(core, { training: optimizer !== undefined });
  return disposeOnThrow(tape, () => {
    const { rows, sample } = place;
    const input = decisionTape(tape, place);
    const weights = tape.zerosF32(rows).fill(1);
    const vectors = stateVectors(tape, q, input.states);
    const own = ownValues(tape, q, vectors, input.own);
    meanSquaredError(tape, own, targets, { weights, weight: 0.5 });
    if (cqlAlpha > 0) {
      const values = concat(tape, [own, allValues(tape, q, vectors, sample.items, sample.logitOffset)]);
      hideHistory(tape, values, place);
      softmaxCrossEntropy(tape, values, { index: tape.zerosU32(rows) }, { weights, weight: cqlAlpha });
    }
    optimizer?.record(tape);
    return { ...input, weights };
  });
}

function hideHistory(tape: Tape, values: Tensor, { rows, sequence, from, until, sample }: BatchPlace): void {
  const bounds = { actions: sample.place.length, ends: sequence.length + 1 };
  const args = { Q: values.values, sequence, from, until, place: sample.place, columns: values.columns, value: HIDDEN };
  tape.recordKernel("hideHistory", rows, { ...args, ...bounds }, { cost: 200 });
}
