import type { Core } from "../../compute/core/core.ts";
import { pairHash } from "../../compute/hash.ts";
import { Network, type Weights } from "../../compute/neural/network.ts";
import { Adam } from "../../compute/neural/optimizers/adam.ts";
import { Random } from "../../compute/random.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { type TrainingSettings, trainModel } from "../shared/neural/train-model.ts";
import { ActionSample } from "./action-sample.ts";
import { type DecisionLog, reordered } from "./decision-log.ts";
import { inputsOf, qNetwork } from "./q-network.ts";
import { ReplayBatch } from "./replay-batch.ts";
import type { StateScale } from "./state-features.ts";
import { type BatchPlace, recordTargets, recordTdStep } from "./td-step.ts";

export interface DqnSettings extends TrainingSettings {
  readonly factors: number;
  readonly window: number;
  readonly discount: number;
  readonly cqlAlpha: number;
  readonly actions: number;
  readonly targetUpdateInterval: number;
  readonly regularization: number;
  readonly validation: number;
}

/**
 * Double Q-learning from a log: in each epoch every decision that is not held out is replayed once, in random order, with Adam; the
 * target network takes over the weights every `targetUpdateInterval` steps. Held-out decisions are measured by the same loss, against actions drawn
 * once.
 *
 * @throws {MemoryLimitError} before anything is allocated @throws {FitDivergedError}
 */
export async function trainDqn(
  log: DecisionLog,
  itemCount: number,
  scale: StateScale,
  settings: DqnSettings,
  options: FitOptions,
): Promise<Weights> {
  const { factors, window, discount, cqlAlpha, targetUpdateInterval, patience } = settings;
  const { core, seed = 0, threads, signal } = withCore(options);
  const parts = (of: DecisionLog) => holdOutDecisions(of, patience === 0 ? 0 : settings.validation, seed);
  let { train, held } = parts(log);
  const rows = Math.min(settings.batchSize, train.length);
  ensureMemory(core, log, itemCount, rows, settings);
  using shared = core.arena();
  using network = new Network(core, { seed });
  using aside = new Network(core, { trainable: () => false });
  const online = qNetwork(network, itemCount, factors);
  const target = qNetwork(aside, itemCount, factors);
  aside.load(network.weights());
  const sample = new ActionSample(shared, chosenItems(log), itemCount, settings.actions);
  const place: BatchPlace = {
    rows,
    window,
    sample,
    sequence: shared.copyU32(log.items),
    from: shared.zerosU32(rows),
    until: shared.zerosU32(rows),
  };
  const optimizer = new Adam(network, { learningRate: settings.learningRate, l2: settings.regularization });
  const next = recordTargets(core, online, target, place, 1 / (1 - discount));
  using _next = next.tape;
  const tdStep = recordTdStep(core, online, place, next.targets, cqlAlpha, optimizer);
  using _tdStep = tdStep.tape;
  const validationStep = recordTdStep(core, online, place, next.targets, cqlAlpha);
  using _validationStep = validationStep.tape;
  const run = { threads, signal };
  const batches = new ReplayBatch(log, place, next, discount, scale);
  const replay = async (into: typeof tdStep, positions: Uint32Array, batch: number, random: Random) => {
    const examples = batches.fill(into, positions, (batch - 1) * rows);
    sample.draw(random);
    await next.tape.run(run);
    await into.tape.run(run);
    return { loss: into.tape.loss[0]!, examples };
  };
  const random = new Random(seed, 0xd91);
  // an untrained network's loss is at most ½ (1 / (1 − γ))² + α ln(actions): far beyond it, values have left their range
  const limit = 100 * (1 / (1 - discount) ** 2 + cqlAlpha * Math.log(2 + sample.items.length));
  let same = random; // draws for validation, alike after each epoch
  await trainModel(
    "dqn",
    {
      network,
      begin() {
        if (!log.isOrdered) {
          const another = reordered(log, random);
          batches.use(another);
          ({ train, held } = parts(another));
        }
        random.shuffle(train);
        return Math.ceil(train.length / rows);
      },
      lossLimit: limit,
      step(batch) {
        if (optimizer.steps % targetUpdateInterval === 0) aside.load(network.weights());
        return replay(tdStep, train, batch, random);
      },
      ...(held.length > 0 && {
        validation: {
          get batches() {
            return Math.ceil(held.length / rows);
          },
          begin() {
            same = new Random(seed, 0xd92);
            sample.startAgain();
          },
          step: (batch: number) => replay(validationStep, held, batch, same),
        },
      }),
    },
    settings,
    options,
  );
  forgetUnchosen(online.items.values, factors, itemCount, log);
  return network.snapshot();
}

/** Positions to learn from and others to see when to stop: about `share` of them by a hash; none where nothing would be left to learn from. */
function holdOutDecisions({ users, items }: DecisionLog, share: number, seed: number) {
  const isHeld = (p: number): boolean => pairHash(users[p]!, items[p]!, seed) < share * 2 ** 32;
  const all = Uint32Array.from(items, (_, p) => p);
  const train = all.filter((p) => !isHeld(p));
  return train.length > 0 ? { train, held: all.filter(isHeld) } : { train: all, held: train };
}

/** Clears the embeddings of courses nobody chose: they would stay as drawn. */
function forgetUnchosen(embeddings: Float32Array, factors: number, items: number, log: DecisionLog): void {
  const chosen = new Set(log.items);
  for (let item = 0; item < items; item++)
    if (!chosen.has(item)) embeddings.fill(0, item * factors, (item + 1) * factors);
}

/** Items that somebody chose, ascending. */
const chosenItems = ({ items }: DecisionLog): Uint32Array => Uint32Array.from(new Set(items)).sort();

function ensureMemory(core: Core, log: DecisionLog, items: number, rows: number, settings: DqnSettings): void {
  const { factors, window, actions } = settings;
  const drawn = Math.min(actions, items);
  const weights = (factors + 1) * items + inputsOf(factors) * (3 * factors + 1) + 2 * factors ** 2;
  const batch = rows * (3 * window * (2 * factors + 3) + 10 * drawn + 8 * inputsOf(factors)) + 12 * drawn * factors;
  core.ensureMemory(
    4 * (5 * weights + batch + log.items.length),
    `Training dqn with ${factors} factors for ${items} courses in batches of ${rows} with ${drawn} actions`,
    "Use fewer factors, fewer actions or a smaller batchSize.",
  );
}
