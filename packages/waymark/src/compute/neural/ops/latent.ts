import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

/**
 * Draws from a normal distribution a row, its means in the first half of the columns and the logarithms of its variances in the second
 * (the reparametrization trick), and adds beta times the mean divergence from the standard normal to `tape.loss`. Outside
 * training the means.
 *
 * @param beta one number, read at each run: it may grow while training goes on
 * @returns (rows, columns / 2)
 * @see Kingma & Welling 2014, arXiv:1312.6114
 */
export function latent(tape: Tape, stats: Tensor, beta: Float32Array): Tensor {
  const { rows } = stats;
  const width = stats.columns / 2;
  const z = tape.result(rows, width, [stats]);
  if (!tape.training) {
    const shape = { xWidth: 2 * width, yWidth: width, from: 0, to: 0, columns: width, add: 0 };
    tape.recordKernel("copyColumns", rows, { X: stats.values, Y: z.values, ...shape }, { cost: width });
    return z;
  }
  const [noise, losses, unit] = [tape.zerosF32(rows * width), tape.arena.f64(Math.max(1, rows)), tape.zerosF32(1)];
  const shared = { S: stats.values, noise, width };
  tape.recordKernel(
    "latent",
    rows,
    { ...shared, Z: z.values, losses, key: tape.key(), runs: tape.runs },
    { cost: 30 * width },
  );
  tape.recordHost(() => {
    unit[0] = beta[0]! / rows;
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += losses[r]!;
    tape.loss[0]! += unit[0]! * sum;
  });
  tape.onBackward(() => {
    if (!stats.gradient) return;
    const args = { ...shared, dZ: z.gradient!, dS: stats.gradient, unit, add: tape.accumulates(stats) };
    tape.recordKernel("latentBack", rows, args, { cost: 10 * width });
  });
  return z;
}
