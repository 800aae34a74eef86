import { at4, at8 } from "./addresses";
import { exponential, exponential4 } from "./exponential";
import { SampledLossArgs } from "./generated/arguments";
import { hsum } from "./simd";
import { largest } from "./softmax";

// One positive item against sampled negatives, by rows. A negative that is the positive item itself does not count.

const FLUSH: usize = 32 * 32; // bytes: 32 factors of at most 2 to each lane, far from where a float32 runs over

/**
 * losses[r] = weights[r] · loss, and gradients by p (positives) and s (negatives), times unit, over rows. `negatives` holds
 * `negativeCount` items for all rows, with `each` 1 for each row its own. With n negatives that count, by kind: 0 (by ·
 * ln(1 + e⁻ᵖ) + Σ ln(1 + eˢ)) / (1 + n); 1 ln(eᵖ + Σ e^(s + by)) − p. Scratch: 4 · negativeCount bytes.
 */
export function sampledLoss(args: SampledLossArgs, lo: i32, hi: i32, scratch: usize): void {
  const positives = args.positives, negatives = args.negatives, weights = args.weights, dP = args.dP, dS = args.dS;
  const losses = args.losses, unit = load<f32>(args.unit), count = args.negativeCount, each = args.each, kind = args.kind;
  const by = args.by, addP = args.addP, addS = args.addS, ld = <usize>count << 2, one: f32 = 1;
  for (let r = lo; r < hi; r++) {
    const s = args.s + <usize>r * ld, items = each ? negatives + <usize>r * ld : negatives, item = load<u32>(at4(positives, r));
    const p = load<f32>(at4(args.p, r)), weight = load<f32>(at4(weights, r));
    let loss: f32 = 0, slope: f32 = 0, factor: f32 = 0; // factor: of what is left in scratch
    if (weight != 0) {
      if (kind == 0) {
        const e = exponential(-abs(p)), sigma: f32 = one / (one + e);
        const sum = pushDown(s, items, item, ld, scratch);
        factor = unit * weight / (one + <f32>(count - equal(items, item, ld)));
        loss = (by * (max<f32>(-p, 0) - Mathf.log(sigma)) + sum) / (one + <f32>(count - equal(items, item, ld)));
        slope = -factor * by * (p >= 0 ? one - sigma : sigma);
      } else {
        const top = max<f32>(p, largest(s, ld) + by), own = exponential(p - top);
        const all = own + shares(s, items, item, ld, by - top, scratch);
        factor = unit * weight / all;
        loss = top + Mathf.log(all) - p;
        slope = unit * weight * (own / all - one);
      }
    }
    store<f64>(at8(losses, r), <f64>weight * <f64>loss);
    if (dP != 0) store<f32>(at4(dP, r), addP ? load<f32>(at4(dP, r)) + slope : slope);
    if (dS == 0) continue;
    const d = dS + <usize>r * ld;
    if (weight == 0) {
      if (!addS) memory.fill(d, 0, ld);
    } else for (let o: usize = 0; o < ld; o += 4) {
      const g = factor * load<f32>(scratch + o);
      store<f32>(d + o, addS ? load<f32>(d + o) + g : g);
    }
  }
}

/** How many of the negatives are the positive item. */
function equal(items: usize, item: u32, bytes: usize): i32 {
  let n = 0;
  for (let o: usize = 0; o < bytes; o += 4) n += load<u32>(items + o) == item ? 1 : 0;
  return n;
}

/** out = σ(s), 0 for the positive item. @returns Σ ln(1 + eˢ) of the others */
function pushDown(s: usize, items: usize, item: u32, bytes: usize, out: usize): f32 {
  const whole = bytes & ~31, I = i32x4.splat(<i32>item), one = f32x4.splat(1), zero = f32x4.splat(0), unit: f32 = 1;
  let sum: f32 = 0, o: usize = 0;
  while (o < whole) {
    let a = zero, b = zero, m = one, n = one;
    const end = min(whole, o + FLUSH);
    for (; o < end; o += 32) {
      const x = v128.load(s + o), y = v128.load(s + o, 16);
      const no = i32x4.eq(v128.load(items + o), I), not = i32x4.eq(v128.load(items + o, 16), I);
      const e = exponential4(f32x4.neg(f32x4.abs(x))), f = exponential4(f32x4.neg(f32x4.abs(y)));
      const d = f32x4.add(one, e), g = f32x4.add(one, f);
      const p = v128.bitselect(one, e, f32x4.ge(x, zero)), q = v128.bitselect(one, f, f32x4.ge(y, zero));
      a = f32x4.add(a, v128.andnot(f32x4.max(x, zero), no)); b = f32x4.add(b, v128.andnot(f32x4.max(y, zero), not));
      m = f32x4.mul(m, v128.bitselect(one, d, no)); n = f32x4.mul(n, v128.bitselect(one, g, not));
      const v = v128.andnot(f32x4.div(p, d), no), w = v128.andnot(f32x4.div(q, g), not);
      v128.store(out + o, v); v128.store(out + o, w, 16);
    }
    sum += hsum(f32x4.add(a, b)) + logarithms(m) + logarithms(n);
  }
  for (; o < bytes; o += 4) {
    const x = load<f32>(s + o), e = exponential(-abs(x)), other = load<u32>(items + o) != item;
    if (other) sum += max<f32>(x, 0) + Mathf.log(unit + e);
    store<f32>(out + o, other ? (x >= 0 ? unit : e) / (unit + e) : 0);
  }
  return sum;
}

function logarithms(v: v128): f32 {
  return Mathf.log(f32x4.extract_lane(v, 0)) + Mathf.log(f32x4.extract_lane(v, 1)) + Mathf.log(f32x4.extract_lane(v, 2)) + Mathf.log(f32x4.extract_lane(v, 3));
}

/** out = e^(s + by), 0 for the positive item. @returns its sum */
function shares(s: usize, items: usize, item: u32, bytes: usize, by: f32, out: usize): f32 {
  const whole = bytes & ~31, I = i32x4.splat(<i32>item), B = f32x4.splat(by);
  let a = f32x4.splat(0), b = a;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = v128.andnot(exponential4(f32x4.add(v128.load(s + o), B)), i32x4.eq(v128.load(items + o), I));
    const q = v128.andnot(exponential4(f32x4.add(v128.load(s + o, 16), B)), i32x4.eq(v128.load(items + o, 16), I));
    v128.store(out + o, p); v128.store(out + o, q, 16);
    a = f32x4.add(a, p); b = f32x4.add(b, q);
  }
  let sum = hsum(f32x4.add(a, b));
  for (let o = whole; o < bytes; o += 4) {
    const e: f32 = load<u32>(items + o) == item ? 0 : exponential(load<f32>(s + o) + by);
    store<f32>(out + o, e);
    sum += e;
  }
  return sum;
}
