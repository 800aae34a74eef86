import { at4, at8 } from "./addresses";
import { keyOf } from "./chance";
import { exponential } from "./exponential";
import { LatentArgs, LatentBackArgs } from "./generated/arguments";
import { randomBits } from "./random";

// A normal distribution a row, S[b] = its means and then the logarithms of its variances, `width` of each: the latent
// distribution of a learner in a variational autoencoder.

/**
 * Z = mean + noise · deviation, and losses[b] = the divergence from the standard normal, −½ Σ (1 + ln σ² − μ² − σ²),
 * over rows. The noise is drawn here by Box and Muller, two numbers a time, and kept for the backward pass.
 */
export function latent(args: LatentArgs, lo: i32, hi: i32, scratch: usize): void {
  const width = args.width, key = keyOf(args.key, args.runs);
  for (let b = lo; b < hi; b++) {
    const s = at4(args.S, 2 * b * width), noise = at4(args.noise, b * width), z = at4(args.Z, b * width);
    let sum: f64 = 0, other: f32 = 0;
    for (let c = 0; c < width; c++) {
      const mean = load<f32>(at4(s, c)), logs = load<f32>(at4(s, width + c));
      let draw = other;
      if ((c & 1) == 0) {
        const counter = <u32>(b * width + c), u = (<f32>(randomBits(key, counter) >>> 8) + 1) / 16777216;
        const angle = (<f32>(randomBits(key, counter ^ 0x80000000) >>> 8) / 16777216) * 6.2831855;
        const radius = sqrt<f32>(-2 * Mathf.log(u));
        draw = radius * Mathf.cos(angle);
        other = radius * Mathf.sin(angle);
      }
      store<f32>(at4(noise, c), draw);
      store<f32>(at4(z, c), mean + draw * exponential(0.5 * logs));
      sum += <f64>(1 + logs - mean * mean - exponential(logs));
    }
    store<f64>(at8(args.losses, b), -0.5 * sum);
  }
}

/** dS = (add) + the gradient through Z and by unit · divergence, over rows. */
export function latentBack(args: LatentBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const unit = load<f32>(args.unit), width = args.width, add = args.add;
  for (let b = lo; b < hi; b++) {
    const s = at4(args.S, 2 * b * width), noise = at4(args.noise, b * width), d = at4(args.dZ, b * width);
    const out = at4(args.dS, 2 * b * width);
    for (let c = 0; c < width; c++) {
      const half = exponential(0.5 * load<f32>(at4(s, width + c))), g = load<f32>(at4(d, c));
      const byMean = g + unit * load<f32>(at4(s, c)), byLogs: f32 = 0.5 * (g * load<f32>(at4(noise, c)) * half + unit * (half * half - 1));
      const m = at4(out, c), l = at4(out, width + c);
      store<f32>(m, add ? load<f32>(m) + byMean : byMean);
      store<f32>(l, add ? load<f32>(l) + byLogs : byLogs);
    }
  }
}
