import { sharedCore } from "../../packages/waymark/src/compute/core/core.ts";
import { Network } from "../../packages/waymark/src/compute/neural/network.ts";
import { Adam } from "../../packages/waymark/src/compute/neural/optimizers/adam.ts";
import { Random } from "../../packages/waymark/src/compute/random.ts";
import type { Dataset } from "../../packages/waymark/src/data/dataset.ts";
import { ownModel } from "../../packages/waymark/src/models/model.ts";
import { recordInteractions } from "../../packages/waymark/src/models/neural/interaction/interaction-tape.ts";
import { ncfNet } from "../../packages/waymark/src/models/neural/interaction/ncf-network.ts";
import { ncf } from "../../packages/waymark/src/models/neural/ncf.ts";
import { modelFactory } from "../../packages/waymark/src/models/registry.ts";
import { queriesOf, recommendBatch } from "../../packages/waymark/src/models/scoring/recommend-batch.ts";
import { epochSeconds, repeated, type Timed } from "../measure/timed.ts";

const WARM_UP = 50;
const STEPS = 400; // a run

/** Seconds of a step: embeddings of 32, layers of 128 to 8, dropout .2, Adam, random pairs of so many users and 3,706 items. */
const ncfStep =
  (users: number, batch: number): Timed =>
  async (_, threads, repeats) => {
    const core = sharedCore();
    const items = 3706;
    using network = new Network(core, { seed: 1 });
    const net = ncfNet(32, 0.2);
    const output = net.declare(network, users, items);
    const optimizer = new Adam(network, { learningRate: 1e-3 });
    const { loss } = net;
    const step = recordInteractions(core, output, batch, { training: true, loss, optimizer });
    const random = new Random(1);
    const steps = batch > 1000 ? STEPS / 8 : STEPS;
    const draws = Array.from({ length: 8 }, () => ({
      users: Uint32Array.from({ length: batch }, () => random.below(users)),
      items: Uint32Array.from({ length: batch }, () => random.below(items)),
      labels: Float32Array.from({ length: batch }, () => random.below(2)),
    }));
    const run = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const drawn = draws[n % draws.length]!;
        step.users.set(drawn.users);
        step.items.set(drawn.items);
        step.labels.set(drawn.labels);
        await step.tape.run({ threads });
      }
    };
    await run(WARM_UP);
    const all = await repeated(repeats, () => run(steps));
    step.tape.dispose();
    return all.map((seconds) => seconds / steps);
  };

const epochsOf =
  (key: string, params: (factors: number) => Readonly<Record<string, unknown>>): Timed =>
  (data, threads, repeats, factors) =>
    epochSeconds((onProgress) =>
      modelFactory(key)
        .create({ ...params(factors), epochs: repeats + 1, patience: 0 })
        .fit(data, { threads, onProgress }),
    );

/** Lists for everybody by a network that has had one epoch: how well it learned makes no difference to the time. */
const ncfLists: Timed = async (data, threads, repeats) => {
  const model = await ncf({ epochs: 1, batchSize: 4096 }).fit(data, { threads });
  using _owned = ownModel(model);
  return await repeated(repeats, async () => {
    for await (const _ of recommendBatch(model, queriesOf(data), 10, { threads }));
  });
};

/** The paper's settings. */
const sasrecEpochs = epochsOf("sasrec", () => ({
  ...{ factors: 50, length: 200, blocks: 2, heads: 1, dropout: 0.2 },
  ...{ loss: "bce", negatives: 1, batchSize: 128, learningRate: 1e-3 },
}));

/** Rows one after another in time: an order, whichever, makes no difference to the time. */
const inOrderOfRows = (data: Dataset): Dataset =>
  data.replaceInteractions({
    ...data.interactions,
    times: Float64Array.from(data.interactions.users, (_, row) => row),
  });

export const timed = {
  "ncf-step": ncfStep(6040, 256),
  "ncf-step-100k": ncfStep(100_000, 256),
  "ncf-step-4096": ncfStep(6040, 4096),
  neumf: epochsOf("neumf", (factors) => ({ factors, batchSize: 256, negatives: 4 })),
  autoencoder: epochsOf("autoencoder", () => ({ factors: 200, batchSize: 500 })),
  "mult-vae": epochsOf("mult-vae", () => ({ batchSize: 500 })),
  sasrec: (data, ...setting) => sasrecEpochs(inOrderOfRows(data), ...setting),
  "ncf-lists": ncfLists,
} satisfies Readonly<Record<string, Timed>>;
