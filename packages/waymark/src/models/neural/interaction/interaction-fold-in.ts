import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import { fmix32 } from "../../../compute/hash.ts";
import { Network, type Weights } from "../../../compute/neural/network.ts";
import { Adam } from "../../../compute/neural/optimizers/adam.ts";
import { type InteractionNetwork, isOfUsers, type UserRows } from "./interaction-network.ts";
import { type InteractionTape, recordInteractions } from "./interaction-tape.ts";

const STEPS = 24; // of a fold-in
const ROWS = 128; // examples a step looks at
const RATE = 0.05;

/** Evidence for a fold-in. */
export interface Evidence {
  /** Items the user has, each once, at least one. */
  readonly items: Uint32Array;
  /** Labels of `items`; absent: 1 each, and items the user does not have are drawn as 0. */
  readonly labels?: ArrayLike<number>;
  /** Places in `items` whose evidence comes more often: half of the positives are drawn from these. */
  readonly recent?: readonly number[];
}

/** As in training. */
export interface FoldInSettings {
  /** Drawn against each item, where there are no labels. */
  readonly negatives: number;
  readonly regularization: number;
}

/** A trained network in the core's memory, ready to fold new users in. */
export class InteractionFoldIn implements Disposable {
  readonly #network: Network;
  readonly #items: number;
  readonly #learn: InteractionTape;
  readonly #optimizer: Adam;
  readonly #negatives: number;

  constructor(core: Core, net: InteractionNetwork, weights: Weights, items: number, settings: FoldInSettings) {
    this.#negatives = settings.negatives;
    this.#items = items;
    this.#network = new Network(core, { trainable: isOfUsers });
    [this.#optimizer, this.#learn] = disposeOnThrow(this.#network, (network) => {
      const output = net.declare(network, 1, items);
      network.load(weights, (name) => !isOfUsers(name));
      const optimizer = new Adam(network, { learningRate: RATE, l2: settings.regularization });
      return [optimizer, recordInteractions(core, output, ROWS, { training: true, loss: net.loss, optimizer })];
    });
  }

  /**
   * The vector of a user by a few steps of Adam on the own rows from `start`, everything else frozen, over the evidence in turn. Equal
   * evidence gives equal vectors.
   */
  foldIn(start: UserRows, evidence: Evidence): UserRows {
    this.#set(start);
    this.#optimizer.reset();
    const own = new Set(evidence.items);
    const { tape } = this.#learn;
    tape.runs[0] = 0;
    for (let step = 0; step < STEPS; step++) {
      this.#examples(evidence, own, step);
      tape.runNow();
    }
    return this.#userVector();
  }

  #examples({ items, labels, recent = [] }: Evidence, own: ReadonlySet<number>, step: number): void {
    const negatives = this.#negatives;
    const { items: drawn, labels: wanted, weights } = this.#learn;
    let positives = Math.floor((step * ROWS) / (labels ? 1 : 1 + negatives));
    for (let row = 0; row < ROWS; row++) {
      if (labels || row % (1 + negatives) === 0) {
        const half = positives >>> 1;
        const at =
          recent.length === 0
            ? positives % items.length
            : positives % 2 === 0
              ? recent[half % recent.length]!
              : half % items.length;
        drawn[row] = items[at]!;
        wanted[row] = labels?.[at] ?? 1;
        weights[row] = 1;
        positives++;
      } else {
        const other = this.#drawOther(own, step * ROWS + row);
        drawn[row] = other ?? 0;
        wanted[row] = 0;
        weights[row] = other === undefined ? 0 : 1;
      }
    }
  }

  #drawOther(own: ReadonlySet<number>, counter: number): number | undefined {
    for (let attempt = 0; attempt < 32; attempt++) {
      const item = Math.floor((fmix32(fmix32(counter) + attempt) / 2 ** 32) * this.#items);
      if (!own.has(item)) return item;
    }
    return undefined;
  }

  #set(userVector: UserRows): void {
    for (const [name, { data }] of this.#network.weights()) {
      const row = userVector.get(name);
      if (row) data.set(row);
    }
  }

  #userVector(): UserRows {
    const rows = [...this.#network.weights()].filter(([name]) => isOfUsers(name));
    return new Map(rows.map(([name, { data }]) => [name, new Float32Array(data)]));
  }

  [Symbol.dispose](): void {
    this.#learn.tape.dispose();
    this.#network.dispose();
  }
}
