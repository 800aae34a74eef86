import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import { gmfNet } from "../../../src/models/neural/interaction/gmf-network.ts";
import type { InteractionNetwork } from "../../../src/models/neural/interaction/interaction-network.ts";
import { NCF_LAYERS, ncfNet } from "../../../src/models/neural/interaction/ncf-network.ts";
import { joinPretrained, mlpNet, neumfNet } from "../../../src/models/neural/interaction/neumf-network.ts";
import { randomized } from "../randomized.ts";

describe("networks on pairs", () => {
  test("neumf starts, after its parts were trained, at the mean of their logits", () => {
    const core = sharedCore();
    const shape = { factors: 4, dropout: 0 };
    const logit = (net: Pick<InteractionNetwork, "declare">, weights?: ReturnType<typeof joinPretrained>, seed = 0) => {
      const network = new Network(core, { seed });
      const output = net.declare(network, 2, 3);
      if (weights) network.load(weights);
      else randomized(network, seed);
      using tape = new Tape(core);
      const [users, items] = [tape.zerosU32(1), tape.zerosU32(1)];
      const result = output(tape, 1, users.fill(1), items.fill(2));
      tape.runNow();
      const found = { logit: result.values[0]!, weights: network.snapshot() };
      network.dispose();
      return found;
    };
    const product = logit(gmfNet(4), undefined, 1);
    const mlp = logit(mlpNet(shape), undefined, 2);
    const joined = logit(neumfNet(shape), joinPretrained(product.weights, mlp.weights));
    expect(joined.logit).toBeCloseTo((product.logit + mlp.logit) / 2, 5);
  });

  test("ncf has the layers it is known by", () => {
    using network = new Network(sharedCore());
    ncfNet(32, 0.2).declare(network, 10, 10);
    const shapes = [...network.weights()]
      .filter(([name]) => name.endsWith(".weight"))
      .map(([, { shape }]) => shape.join("×"));
    expect(shapes).toEqual(["64×128", "128×64", "64×32", "32×16", "16×8", "8×1"]);
    expect(NCF_LAYERS).toEqual([128, 64, 32, 16, 8]);
  });
});
