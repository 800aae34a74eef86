import { at4, at8, int, pointer } from "./args";
import { keyOf } from "./chance";
import { exponential } from "./exponential";
import { randomBits } from "./random";

// A normal distribution a row, S[b] = its means and then the logarithms of its variances, `width` of each: what a variational
// autoencoder knows of a learner.

/**
 * Z = mean + noise · deviation, and losses[b] = the divergence from the standard normal, −½ Σ (1 + ln σ² − μ² − σ²), over rows: args =
 * [S, noise, Z, losses, key, runs, width]. The noise is drawn here by Box and Muller, two numbers a time, and kept for the way back.
 */
export function latent(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const width = int(args, 6), key = keyOf(int(args, 4), pointer(args, 5));
  for (let b = lo; b < hi; b++) {
    const s = at4(pointer(args, 0), 2 * b * width), noise = at4(pointer(args, 1), b * width), z = at4(pointer(args, 2), b * width);
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
    store<f64>(at8(pointer(args, 3), b), -0.5 * sum);
  }
}

/** dS = (add) + the gradient through Z and by unit · divergence, over rows: args = [S, noise, dZ, dS, unit (1), width, add]. */
export function latentBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const unit = load<f32>(pointer(args, 4)), width = int(args, 5), add = int(args, 6);
  for (let b = lo; b < hi; b++) {
    const s = at4(pointer(args, 0), 2 * b * width), noise = at4(pointer(args, 1), b * width), d = at4(pointer(args, 2), b * width);
    const out = at4(pointer(args, 3), 2 * b * width);
    for (let c = 0; c < width; c++) {
      const half = exponential(0.5 * load<f32>(at4(s, width + c))), g = load<f32>(at4(d, c));
      const byMean = g + unit * load<f32>(at4(s, c)), byLogs: f32 = 0.5 * (g * load<f32>(at4(noise, c)) * half + unit * (half * half - 1));
      const m = at4(out, c), l = at4(out, width + c);
      store<f32>(m, add ? load<f32>(m) + byMean : byMean);
      store<f32>(l, add ? load<f32>(l) + byLogs : byLogs);
    }
  }
}
