import type { Core } from "../../compute/core/core.ts";
import { roundUp } from "../../compute/core/whole-vectors.ts";
import { Network, type Weights } from "../../compute/neural/network.ts";
import { Adam } from "../../compute/neural/optimizers/adam.ts";
import { Random } from "../../compute/random.ts";
import type { OrderedHistories } from "../../data/histories-in-order.ts";
import { DataRequirementError } from "../../errors.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { type TrainingSettings, trainModel } from "../shared/neural/train-model.ts";
import { NegativeDrawer } from "./draw-negatives.ts";
import { drawsForEach, type LossSettings, type NextItemLoss, NextItemTape } from "./next-item-tape.ts";
import { type BatchRoom, pack } from "./sequence-batch.ts";
import type { SequenceNet } from "./sequence-network.ts";
import { steps, type TrainingHistories, trainingHistories } from "./training-histories.ts";

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
  const longest = [...train, ...held].reduce((most, history) => Math.max(most, steps(history)), 1);
  const rows = Math.max(longest, Math.ceil((Math.min(batchSize, train.length) * total) / train.length));
  return { rows: roundUp(rows, 4), most: Math.min(rows, 2 * batchSize), length, itemCount };
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
