import { describe, expect, test } from "vitest";
import { foldInHistory } from "../../../src/models/factorization/bpr/bpr-model.ts";
import { bpr } from "../../../src/models/factorization/bpr.ts";
import { queryOf } from "../../../src/models/model.ts";
import { twoFaculties } from "../../two-faculties.ts";

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

describe("a new user of bpr", () => {
  // one factor: y_a = 2, y_b = −1, y_c = 0.5; the pool holds b alone, so every step is a against b
  const learned = {
    users: new Float32Array(0),
    items: Float32Array.of(2, -1, 0.5),
    biases: Float32Array.of(0.1, 0.3, 0),
  };
  const history = Uint32Array.of(0);
  const few = { factors: 1, epochs: 4, learningRate: 0.05, regularization: 0.1, negatives: "uniform" } as const;

  test("takes the steps of training from 0 and stands at the mean of the second half", () => {
    const xs = [0];
    for (let step = 0; step < 4; step++)
      xs.push((1 - 0.05 * 0.1) * xs[step]! + 0.05 * sigma(-(0.1 - 0.3 + xs[step]! * 3)) * 3);
    const [x] = foldInHistory(history, learned, Uint32Array.of(1), few);
    expect(x).toBeCloseTo((xs[3]! + xs[4]!) / 2, 7);
  });

  test("never compares a course with one of the same history", () => {
    const both = Uint32Array.of(0, 2);
    const mixed = foldInHistory(both, learned, Uint32Array.of(0, 1, 2, 1), { ...few, epochs: 50 });
    const pure = foldInHistory(both, learned, Uint32Array.of(1), { ...few, epochs: 50 });
    expect(mixed).toEqual(pure);
  });

  test("who has every course gets the courses' biases alone", () => {
    expect([...foldInHistory(Uint32Array.of(0, 1, 2), learned, Uint32Array.of(0, 1, 2), few)]).toEqual([0]);
  });

  test("goes as far in a bounded number of steps as training does in many", () => {
    const many = foldInHistory(history, learned, Uint32Array.of(1), { ...few, epochs: 20_000, learningRate: 0.002 });
    // where the gradient is 0: 0.1 x = 3 σ(−(−0.2 + 3 x))
    expect(0.1 * many[0]!).toBeCloseTo(3 * sigma(0.2 - 3 * many[0]!), 2);
  });

  test("scores with the bias of each course, like its trained row", async () => {
    const data = twoFaculties();
    const model = await bpr({ factors: 8, epochs: 200, learningRate: 0.05 }).fit(data);
    const { itemFactors, itemBiases, userFactors } = model.state().tensors;
    const user = data.users.index("arts-learner-2");
    const own = Array.from(userFactors!.data.subarray(user * 8, user * 8 + 8));
    const scores = model.score(queryOf(data, user));
    scores.forEach((score, item) => {
      const product = own.reduce((sum, part, f) => sum + part * itemFactors!.data[item * 8 + f]!, 0);
      expect(score).toBeCloseTo(itemBiases!.data[item]! + product, 10);
    });
    const newUser = model.score({ history: queryOf(data, user).history });
    expect(correlation(newUser, scores)).toBeGreaterThan(0.95);
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const centred = (x: Float64Array): Float64Array => x.map((value) => value - x.reduce((s, v) => s + v, 0) / x.length);
  const product = (x: Float64Array, y: Float64Array): number => x.reduce((sum, value, p) => sum + value * y[p]!, 0);
  const [p, q] = [centred(a), centred(b)];
  return product(p, q) / Math.sqrt(product(p, p) * product(q, q));
}
