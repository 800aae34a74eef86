import type { Core } from "../../../src/compute/core/core.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import type { Parameter, Table } from "../../../src/compute/neural/tensor.ts";

/**
 * Largest difference between the gradients a tape finds and central differences of its loss, as a share of the largest gradient.
 * Losses are float32 sums, so about 10⁻² is what small networks can reach; a wrong gradient is off by far more.
 *
 * @param build notes the forward way and the loss, using all of `weights`
 * @param most entries tried of each weight
 */
export function gradientError(
  core: Core,
  weights: readonly (Parameter | Table)[],
  build: (tape: Tape) => void,
  { step = 1e-2, most = 40 } = {},
): number {
  const loss = (): number => {
    tape.runs[0] = 0; // the same masks each time
    tape.runNow();
    return tape.loss[0]!;
  };
  using tape = new Tape(core, { training: true, seed: 5 });
  build(tape);
  const { parameters, tables } = tape.backward();
  tape.runs[0] = 0;
  tape.runNow();
  const found = weights.map((weight) => {
    if (weight.kind === "parameter") {
      if (!parameters.includes(weight)) throw new Error(`no gradient reached ${weight.name}`);
      return weight.gradient!.slice();
    }
    const { rows, count, sums } = tables.find(({ table }) => table === weight)!;
    const dense = new Float32Array(weight.values.length);
    for (let p = 0; p < count[0]!; p++)
      for (let c = 0; c < weight.columns; c++) dense[rows[p]! * weight.columns + c]! = sums[p * weight.columns + c]!;
    return dense;
  });
  let worst = 0;
  let largest = 1e-3;
  for (const [w, { values, rows, columns }] of weights.entries()) {
    const stride = Math.max(1, Math.floor((rows * columns) / most));
    for (let i = 0; i < rows * columns; i += stride) {
      const before = values[i]!;
      const slope = (by: number): number => {
        values[i] = before + by;
        const above = loss();
        values[i] = before - by;
        const below = loss();
        values[i] = before;
        return (above - below) / (2 * by);
      };
      const [wide, narrow] = [slope(step), slope(step / 10)]; // a kink lies within one of them at most, or so it is hoped
      worst = Math.max(worst, Math.min(Math.abs(wide - found[w]![i]!), Math.abs(narrow - found[w]![i]!)));
      largest = Math.max(largest, Math.abs(wide));
    }
  }
  return worst / largest;
}
