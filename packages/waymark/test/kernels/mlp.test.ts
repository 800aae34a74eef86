import { expect, test } from "vitest";
import { Network } from "../../src/compute/neural/network.ts";
import { Tape } from "../../src/compute/neural/tape.ts";
import { dotNet } from "../../src/models/neural/interaction/dot-product-network.ts";
import { gmfNet } from "../../src/models/neural/interaction/gmf-network.ts";
import {
  type InteractionNetwork,
  isOfUsers,
  type UserRows,
} from "../../src/models/neural/interaction/interaction-network.ts";
import { openMlp } from "../../src/models/neural/interaction/mlp.ts";
import { ncfNet } from "../../src/models/neural/interaction/ncf-network.ts";
import { neumfNet } from "../../src/models/neural/interaction/neumf-network.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { randomized } from "../models/randomized.ts";

const userVectorOf = (network: Network, user: number): UserRows =>
  new Map(
    [...network.weights()]
      .filter(([name]) => isOfUsers(name))
      .map(([name, { data, shape }]) => [name, data.slice(user * shape[1]!, (user + 1) * shape[1]!)]),
  );

const USERS = 3;
const nets: readonly (readonly [string, InteractionNetwork, number])[] = [
  ["recommender-net", dotNet(5), 7],
  ["gmf", gmfNet(6), 9],
  ["ncf", ncfNet(12, 0.3), 70],
  ["ncf of one item", ncfNet(3, 0), 1],
  ["neumf", neumfNet({ factors: 8, dropout: 0.1 }), 41],
  ["neumf of odd widths", neumfNet({ factors: 3, dropout: 0 }), 33],
];

// runs the kernel "scoreMlp"
describeVariants("scores of all items at once", (core) => {
  test.each(nets)("%s: as the tape has them, user by user", (_, net, items) => {
    using network = new Network(core, { seed: 4 });
    const output = net.declare(network, USERS, items);
    randomized(network, items);
    using tape = new Tape(core);
    const [users, each] = [tape.zerosU32(USERS * items), tape.zerosU32(USERS * items)];
    const result = output(tape, USERS * items, users, each);
    for (let n = 0; n < USERS * items; n++) [users[n], each[n]] = [Math.floor(n / items), n % items];
    tape.runNow();
    const form = net.form(network.snapshot());
    const userVectors = Array.from({ length: USERS }, (_, user) => userVectorOf(network, user));
    const stride = items + 3;
    using arena = core.arena();
    const out = arena.zerosF32(USERS * stride);
    if (form.kind === "mlp") {
      const parts = userVectors.map((userVector) => form.userVector(userVector));
      openMlp(core, arena, form.mlp, items, USERS).scoreNow(parts, out, stride);
    } else
      for (const [user, userVector] of userVectors.entries()) {
        const { factors, offset } = form.userVector(userVector);
        for (let i = 0; i < items; i++)
          out[user * stride + i] = Array.from(factors).reduce(
            (sum, value, f) => sum + value * form.items[i * form.factors + f]!,
            offset + (form.itemBias?.[i] ?? 0),
          );
      }
    for (let n = 0; n < USERS * items; n++) {
      const [user, item] = [Math.floor(n / items), n % items];
      const expected = result.values[n]!;
      expect(Math.abs(out[user * stride + item]! - expected)).toBeLessThan(1e-3 * (1 + Math.abs(expected)));
    }
  });
});
