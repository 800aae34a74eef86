import type { Core } from "../../../compute/core/core.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { randomKey } from "../../../compute/linear-algebra/random.ts";
import { Network, type Weights } from "../../../compute/neural/network.ts";
import { Adam } from "../../../compute/neural/optimizers/adam.ts";
import { cosineDecay } from "../../../compute/neural/optimizers/schedule.ts";
import { Sgd } from "../../../compute/neural/optimizers/sgd.ts";
import { knownItems } from "../../../compute/sampling/known-pairs.ts";
import { InvalidInputError } from "../../../errors.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import { holdOut } from "../../shared/neural/hold-out.ts";
import { TapesByRows } from "../../shared/neural/tapes-by-rows.ts";
import { type TrainingSettings, trainModel } from "../../shared/neural/train-model.ts";
import { ExampleSource } from "./example-source.ts";
import type { InteractionNetwork } from "./interaction-network.ts";
import { type InteractionTape, recordInteractions } from "./interaction-tape.ts";

export interface InteractionTraining extends TrainingSettings {
  readonly regularization: number;
  readonly validation: number;
  readonly schedule: "constant" | "cosine";
  /** `descent` is plain stochastic gradient descent. @defaultValue `adam` */
  readonly optimizer?: "adam" | "descent";
  /** Drawn against each positive; 0 where labels are ratings. */
  readonly negatives: number;
}

/** What to learn from: pairs, with labels other than 1 for explicit feedback, values of the matrix within 0 … 1 then. */
export interface InteractionData {
  readonly userItems: CsrMatrix;
  readonly explicit: boolean;
}

type TrainableNetwork = Omit<InteractionNetwork, "form" | "itemTable">;

const MOST_EXAMPLES = 2 ** 31; // places of an epoch are counted in 32 bits
const LOSS_LIMIT = 20; // labels lie within 0 … 1, so that random weights have a loss of about 1 at most
const SAMPLE = 64; // examples whose memory is measured
const VALIDATION_BATCH = 4096; // held-out examples at a time

/**
 * Trains a network on pairs of user and item, with Adam or plain descent: every positive once an epoch, `negatives` others drawn anew against each, in
 * random order. Held-out rows are compared with negatives drawn once.
 *
 * @param start weights to begin with, by name; the others start at random
 * @throws {MemoryLimitError} before anything is allocated @throws {FitDivergedError}
 * @throws {InvalidInputError} for more examples an epoch than can be counted
 */
export async function trainInteractions(
  owner: string,
  net: TrainableNetwork,
  { userItems, explicit }: InteractionData,
  settings: InteractionTraining,
  options: FitOptions,
  start: Weights = new Map(),
): Promise<Weights> {
  const { core, seed = 0, threads, signal } = withCore(options);
  if (userItems.size * (1 + settings.negatives) > MOST_EXAMPLES)
    throw new InvalidInputError(`${owner}.negatives`, `at most ${MOST_EXAMPLES} examples an epoch`, settings.negatives);
  ensureMemory(core, owner, net, userItems, settings);
  const { train, held } = holdOut(userItems, settings.patience === 0 ? 0 : settings.validation, seed);
  using network = new Network(core, { seed });
  const output = net.declare(network, userItems.rowCount, userItems.columnCount);
  network.load(start, (name) => start.has(name));
  const { negatives } = settings;
  using arena = core.arena();
  const known = knownItems(arena, userItems);
  using source = new ExampleSource(core, train, { known, explicit, negatives });
  using check = new ExampleSource(core, held, { known, explicit, negatives });
  const size = Math.min(settings.batchSize, source.count);
  const optimizer = new (settings.optimizer === "descent" ? Sgd : Adam)(network, {
    learningRate: settings.learningRate,
    l2: settings.regularization,
    ...(settings.schedule === "cosine" && {
      schedule: cosineDecay(settings.epochs * Math.ceil(source.count / size)),
    }),
  });
  const { loss } = net;
  using steps = new TapesByRows((rows) =>
    recordInteractions(core, output, rows, { training: true, seed, loss, optimizer }),
  );
  using validationTapes = new TapesByRows((rows) => recordInteractions(core, output, rows, { loss }));
  const over = (from: ExampleSource, tapes: TapesByRows<InteractionTape>, batchSize: number, batch: number) => {
    const first = (batch - 1) * batchSize;
    const rows = Math.min(batchSize, from.count - first);
    return tapes.run(rows, (into) => from.draw(first, rows, into), { threads, signal });
  };
  check.shuffle(randomKey({ seed, stream: 1 }));
  await trainModel(
    owner,
    {
      network,
      lossLimit: LOSS_LIMIT,
      begin(epoch) {
        source.shuffle(randomKey({ seed, stream: 1 + epoch }));
        return Math.ceil(source.count / size);
      },
      step: (batch) => over(source, steps, size, batch),
      ...(check.count > 0 && {
        validation: {
          batches: Math.ceil(check.count / VALIDATION_BATCH),
          step: (batch: number) => over(check, validationTapes, VALIDATION_BATCH, batch),
        },
      }),
    },
    settings,
    options,
  );
  return network.snapshot();
}

function ensureMemory(
  core: Core,
  owner: string,
  net: TrainableNetwork,
  data: CsrMatrix,
  { batchSize, negatives, patience }: InteractionTraining,
): void {
  const { rowCount, columnCount, size } = data;
  const tables = 3 * 4 * net.width * (rowCount + columnCount); // with the moments of Adam
  const examples = size * (1 + negatives);
  const batch = Math.min(batchSize, examples);
  const last = Math.min(batch, examples - batch); // a shorter last batch has a tape of its own
  const held = patience === 0 ? 0 : 2 * Math.min(VALIDATION_BATCH, examples);
  core.ensureMemory(
    tables + bytesOfExample(core, net) * (batch + last + held) + 16 * size + 8 * rowCount,
    `Training ${owner} for ${rowCount} learners and ${columnCount} courses in batches of ${batchSize}`,
    "Use fewer factors or a smaller batchSize.",
  );
}

/** What an example of a batch takes in training, as a tape of a few takes it: layers and their gradients, whatever the network. */
function bytesOfExample(core: Core, net: TrainableNetwork): number {
  using network = new Network(core);
  const output = net.declare(network, 1, 1);
  const optimizer = new Adam(network, { learningRate: 1 });
  const before = core.used;
  const { tape } = recordInteractions(core, output, SAMPLE, { training: true, loss: net.loss, optimizer });
  const taken = core.used - before;
  tape.dispose();
  return taken / SAMPLE;
}
