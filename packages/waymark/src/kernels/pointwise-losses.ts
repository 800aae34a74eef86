import { at4 } from "./addresses";
import { exponential } from "./exponential";
import { PointwiseLossArgs, RankingLossArgs } from "./generated/arguments";

// Losses of one number a row against a target. Each adds weight · mean to `loss` and writes (add: adds) the gradient, one chunk
// only. A weight per row may be given; the mean is over the sum of the weights.

// @ts-ignore: decorator
@inline
function weightOf(weights: usize, i: i32): f32 {
  return weights == 0 ? 1 : load<f32>(at4(weights, i));
}

/**
 * `weight` · mean of the losses of rows, by kind: 0 binary cross-entropy of logits, 1 squared error, 2 absolute error.
 */
export function pointwiseLoss(args: PointwiseLossArgs, lo: i32, hi: i32, scratch: usize): void {
  const x = args.x, targets = args.targets, weights = args.weights, dX = args.dX, loss = args.loss;
  const rows = args.rows, kind = args.kind, weight = args.weight, add = args.add;
  let total: f64 = 0, sum: f64 = 0;
  for (let i = 0; i < rows; i++) total += <f64>weightOf(weights, i);
  const unit: f32 = total > 0 ? weight / <f32>total : 0;
  for (let i = lo; i < hi; i++) {
    const v = load<f32>(at4(x, i)), t = load<f32>(at4(targets, i)), w = weightOf(weights, i);
    let value: f32, slope: f32;
    if (kind == 0) {
      const e = exponential(-abs(v)), s: f32 = 1 / (1 + e);
      value = max<f32>(v, 0) - v * t - Mathf.log(s);
      slope = (v >= 0 ? s : 1 - s) - t;
    } else if (kind == 1) {
      value = (v - t) * (v - t);
      slope = 2 * (v - t);
    } else {
      value = abs(v - t);
      slope = v > t ? 1 : v < t ? -1 : 0;
    }
    sum += <f64>(w * value);
    if (dX == 0) continue;
    const d = at4(dX, i), g = unit * w * slope;
    store<f32>(d, add ? load<f32>(d) + g : g);
  }
  store<f64>(loss, load<f64>(loss) + <f64>unit * sum);
}

/** weight · mean of −ln σ(x − y). */
export function rankingLoss(args: RankingLossArgs, lo: i32, hi: i32, scratch: usize): void {
  const x = args.x, y = args.y, dX = args.dX, dY = args.dY, loss = args.loss;
  const unit: f32 = args.weight / <f32>max(1, args.rows), addX = args.addX, addY = args.addY;
  let sum: f64 = 0;
  for (let i = lo; i < hi; i++) {
    const z = load<f32>(at4(x, i)) - load<f32>(at4(y, i)), e = exponential(-abs(z)), s: f32 = 1 / (1 + e);
    sum += <f64>(max<f32>(-z, 0) - Mathf.log(s));
    const g = -unit * (z >= 0 ? 1 - s : s);
    if (dX != 0) store<f32>(at4(dX, i), addX ? load<f32>(at4(dX, i)) + g : g);
    if (dY != 0) store<f32>(at4(dY, i), addY ? load<f32>(at4(dY, i)) - g : -g);
  }
  store<f64>(loss, load<f64>(loss) + <f64>unit * sum);
}
