import type { Core } from "../../compute/core/core.ts";
import { disposeOnThrow } from "../../compute/core/dispose-on-throw.ts";
import { sampledBinaryLoss, sampledSoftmaxLoss } from "../../compute/neural/losses/sampled-loss.ts";
import { candidateScores } from "../../compute/neural/ops/candidate-scores.ts";
import { embed } from "../../compute/neural/ops/embed.ts";
import { matmul } from "../../compute/neural/ops/matmul.ts";
import type { Optimizer } from "../../compute/neural/optimizers/optimizer.ts";
import { Tape } from "../../compute/neural/tape.ts";
import type { Tensor } from "../../compute/neural/tensor.ts";
import { type BatchRoom, SequenceBatch } from "./sequence-batch.ts";
import type { DeclaredNet } from "./sequence-network.ts";

/** What the next item is compared with, and how. */
export type NextItemLoss = "softmax" | "gbce" | "bce";

/** Whether each row has draws of its own. A choice among few needs no level, so that its draws can be shared by a whole step. */
export const drawsForEach = (loss: NextItemLoss): boolean => loss !== "softmax";

export interface LossSettings {
  readonly loss: NextItemLoss;
  /** Items drawn against each next one: with `softmax` the same for all rows of a step, else each row's own. */
  readonly negatives: number;
  /** Items that are ever drawn. */
  readonly pool: number;
}

const CALIBRATION = 0.75; // of gbce, as in its paper

/** A tape for a batch of histories that ends in the loss of their next items; with an optimizer in a step. */
export class NextItemTape implements Disposable {
  readonly tape: Tape;
  readonly batch: SequenceBatch;
  /** What comes next at each row; shape (rows). */
  readonly wanted: Uint32Array;
  /** 0 where nothing is to be foreseen; shape (rows). */
  readonly weights: Float32Array;
  /** Items drawn: (negatives), or with draws for each row (rows, negatives). */
  readonly drawn: Uint32Array;
  readonly #none: number;

  constructor(
    core: Core,
    net: DeclaredNet,
    room: BatchRoom,
    settings: LossSettings,
    { optimizer, seed = 0 }: { readonly optimizer?: Optimizer; readonly seed?: number },
  ) {
    const { rows, itemCount } = room;
    const { loss, negatives, pool: items } = settings;
    this.#none = itemCount;
    this.tape = new Tape(core, { training: optimizer !== undefined, seed });
    const recorded = disposeOnThrow(this.tape, (tape) => {
      const batch = new SequenceBatch(tape, room);
      const [wanted, weights] = [tape.zerosU32(rows), tape.zerosF32(rows)];
      const own = drawsForEach(loss);
      const drawn = tape.zerosU32(own ? rows * negatives : negatives);
      const x = net.encode(tape, batch);
      const p = candidateScores(tape, x, net.items, wanted, 1);
      const s: Tensor = own
        ? candidateScores(tape, x, net.items, drawn, negatives)
        : matmul(tape, x, embed(tape, negatives, [{ from: net.items, index: drawn }]), { transposeB: true });
      const targets = { positives: wanted, negatives: drawn, weights };
      if (loss === "softmax") sampledSoftmaxLoss(tape, p, s, targets, { items });
      else sampledBinaryLoss(tape, p, s, targets, { items, calibration: loss === "gbce" ? CALIBRATION : 0 });
      optimizer?.record(tape);
      return { batch, wanted, weights, drawn };
    });
    this.batch = recorded.batch;
    this.wanted = recorded.wanted;
    this.weights = recorded.weights;
    this.drawn = recorded.drawn;
  }

  /**
   * Writes histories: each item of one but the last is followed by the next.
   * @param lastOnly only the last item of each is to be foreseen
   * @returns items to be foreseen
   */
  fill(histories: readonly Uint32Array[], lastOnly = false): number {
    this.batch.fill(histories.map((history) => history.subarray(0, -1)));
    this.wanted.fill(this.#none);
    this.weights.fill(0);
    let row = 0;
    let count = 0;
    for (const history of histories) {
      this.wanted.set(history.subarray(1), row);
      row += history.length - 1;
      const from = lastOnly ? row - 1 : row - history.length + 1;
      this.weights.fill(1, from, row);
      count += row - from;
    }
    return count;
  }

  [Symbol.dispose](): void {
    this.tape.dispose();
  }
}
