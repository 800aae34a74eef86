import type { Core } from "../../compute/core/core.ts";
import { roundUp } from "../../compute/core/whole-vectors.ts";
import { pairHash } from "../../compute/hash.ts";
import { Network, type Weights } from "../../compute/neural/network.ts";
import { Adam } from "../../compute/neural/optimizers/adam.ts";
import { Random } from "../../compute/random.ts";
import { drawDistinct } from "../../compute/sampling/draw-distinct.ts";
import { historyInOrder, type OrderedHistories } from "../../data/histories-in-order.ts";
import { DataRequirementError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { type TrainingSettings, trainModel } from "../shared/neural/train-model.ts";
import { drawsForEach, type LossSettings, type NextItemLoss, NextItemTape } from "./next-item-tape.ts";
import { type BatchRoom, pack } from "./sequence-batch.ts";
import type { SequenceNet } from "./sequence-network.ts";

export interface SequenceTraining extends TrainingSettings {
  /** Histories a step looks at, on average. */
  readonly batchSize: number;
  readonly loss: NextItemLoss;
  readonly negatives: number;
  readonly validation: number;
}

const DIVERGENCE_FACTOR = 20; // times the loss of guessing: layer norms keep even a hopeless training finite

/**
 * Trains a network to foresee each next item of the histories. A batch is a number of rows into which whole histories are packed, as many
 * as on average `batchSize` of them take. Equal seeds give equal weights, on any number of threads.
 *
 * @throws {DataRequirementError} when nobody has two items @throws {MemoryLimitError} @throws {FitDivergedError}
 */
export async function trainSequences(
  owner: string,
  net: SequenceNet,
  order: OrderedHistories,
  itemCount: number,
  settings: SequenceTraining,
  options: FitOptions,
): Promise<Weights> {
  const { core, seed = 0, threads, signal } = withCore(options);
  const share = settings.patience === 0 ? 0 : settings.validation;
  const histories = trainingHistories(order, { length: net.length, share, seed });
  if (histories.train.length === 0)
    throw new DataRequirementError(
      owner,
      "learners with two courses or more",
      "none",
      "Loosen the thresholds that removed rows, or use popularity.",
    );
  const pool = Uint32Array.from(new Set(order.items)).sort();
  const drawn: LossSettings = {
    loss: settings.loss,
    negatives: drawsForEach(settings.loss) ? settings.negatives : Math.min(settings.negatives, pool.length),
    pool: pool.length,
  };
  const room = roomFor(net, histories, itemCount, settings.batchSize);
  ensureMemory(core, owner, net, room, drawn);
  using network = new Network(core, { seed });
  const declared = net.declare(network, itemCount);
  const optimizer = new Adam(network, { learningRate: settings.learningRate, beta2: 0.98 });
  using learning = new NextItemTape(core, declared, room, drawn, { optimizer, seed });
  using validationTape = histories.held.length > 0 ? new NextItemTape(core, declared, room, drawn, {}) : undefined;
  const drawer = new NegativeDrawer(pool, drawn, itemCount);
  const over = async (tape: NextItemTape, batch: readonly Uint32Array[], random: Random, lastOnly: boolean) => {
    const examples = tape.fill(batch, lastOnly);
    drawer.draw(tape, batch, random);
    await tape.tape.run({ threads, signal });
    return { loss: tape.tape.loss[0]!, examples };
  };
  let random = new Random(seed);
  let batches: Uint32Array[][] = [];
  const validationBatches = pack(histories.held, steps, room);
  let same = random; // draws for validation, alike after each epoch
  await trainModel(
    owner,
    {
      network,
      begin(epoch) {
        random = new Random(seed, epoch);
        batches = pack(random.shuffle(histories.train.slice()), steps, room);
        return batches.length;
      },
      divergenceFactor: DIVERGENCE_FACTOR,
      step: (batch) => over(learning, batches[batch - 1]!, random, false),
      ...(validationTape && {
        validation: {
          batches: validationBatches.length,
          begin() {
            same = new Random(seed, 0);
          },
          step: (batch: number) => over(validationTape, validationBatches[batch - 1]!, same, true),
        },
      }),
    },
    settings,
    options,
  );
  return network.snapshot();
}

/** Rows for `batchSize` histories of average length, at least for the longest. */
function roomFor(
  { length }: SequenceNet,
  { train, held }: TrainingHistories,
  itemCount: number,
  batchSize: number,
): BatchRoom {
  const total = train.reduce((sum, history) => sum + steps(history), 0);
  const longest = [...train, ...held].reduce((max, history) => Math.max(max, steps(history)), 1);
  const rows = Math.max(longest, Math.ceil((Math.min(batchSize, train.length) * total) / train.length));
  return { rows: roundUp(rows, 4), maxHistories: Math.min(rows, 2 * batchSize), length, itemCount };
}

function ensureMemory(
  core: Core,
  owner: string,
  { width }: SequenceNet,
  { rows, itemCount }: BatchRoom,
  { negatives, loss }: LossSettings,
): void {
  const scores = (drawsForEach(loss) ? 3 : 4) * rows * negatives;
  core.ensureMemory(
    4 * (scores + 4 * itemCount * width + 100 * rows * width),
    `Training ${owner} with ${width} factors on batches of ${rows} courses`,
    "Use a smaller batchSize, fewer negatives or fewer factors.",
  );
}

const ATTEMPTS = 32; // at an item the history lacks

/** Draws items that somebody took against the next items of a batch. */
class NegativeDrawer {
  readonly #pool: Uint32Array;
  readonly #settings: LossSettings;
  readonly #none: number;

  /**
   * @param pool items to draw from, each once; reordered in place
   * @param none stands for an item that could not be drawn, since the history lacks none
   */
  constructor(pool: Uint32Array, settings: LossSettings, none: number) {
    this.#pool = pool;
    this.#settings = settings;
    this.#none = none;
  }

  /** Fills the tape's draws: different items for all rows alike, or each row's own, none of them in its history. */
  draw({ drawn }: NextItemTape, histories: readonly Uint32Array[], random: Random): void {
    if (drawsForEach(this.#settings.loss)) this.#drawForEach(drawn, histories, random);
    else drawDistinct(this.#pool, drawn, random);
  }

  #drawForEach(drawn: Uint32Array, histories: readonly Uint32Array[], random: Random): void {
    const pool = this.#pool;
    let at = 0;
    for (const history of histories) {
      const own = new Set(history);
      for (let n = (history.length - 1) * this.#settings.negatives; n > 0; n--) {
        let item = pool[random.below(pool.length)]!;
        for (let attempt = 1; own.has(item) && attempt < ATTEMPTS; attempt++) item = pool[random.below(pool.length)]!;
        drawn[at++] = own.has(item) ? this.#none : item;
      }
    }
  }
}

/** A history whose every item but the last is followed by the next one: item n + 1 is to be foreseen from items 0 … n. */
interface TrainingHistories {
  /** Histories to learn from, two items or more each. */
  readonly train: readonly Uint32Array[];
  /** Histories whose last item is kept from learning, to see when to stop. */
  readonly held: readonly Uint32Array[];
}

/**
 * The latest `length` + 1 items of each user. Of about the share `share` of the users with three items or more, by a hash of user and seed, the
 * last item is held out.
 */
export function trainingHistories(
  trained: OrderedHistories,
  { length, share, seed }: { readonly length: number; readonly share: number; readonly seed: number },
): TrainingHistories {
  const train: Uint32Array[] = [];
  const held: Uint32Array[] = [];
  for (let user = 0; user + 1 < trained.offsets.length; user++) {
    const history = historyInOrder(trained, user);
    const latest = (end: number): Uint32Array => history.subarray(Math.max(0, end - length - 1), end);
    const isHeld = history.length >= 3 && pairHash(user, 0, seed) < share * 2 ** 32;
    if (isHeld) held.push(latest(history.length));
    const rest = latest(history.length - (isHeld ? 1 : 0));
    if (rest.length >= 2) train.push(rest);
  }
  return { train, held };
}

/** Items that are foreseen in a history. */
export const steps = (history: Uint32Array): number => history.length - 1;
