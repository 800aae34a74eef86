import { at4, at8 } from "./addresses";
import { ImplicitNeighboursArgs } from "./generated/arguments";

// Four 0/1 rows walked together, column by column in ascending order. A column that several of them hold is read once: with
// popular rows next to each other that halves the work and more. Arguments: ImplicitNeighboursArgs.

export const TILE = 4;
const NONE: u32 = 0xffff_ffff;

/** How many steps `addTile` takes. */
export function addedByTile(args: ImplicitNeighboursArgs, first: i32): i64 {
  return walk(args, first, 0, 0);
}

/** sums[o][lane] += weight of the column, for every column of row `lane` and every other o that holds it; `spill`: 32 bytes. */
export function addTile(args: ImplicitNeighboursArgs, first: i32, spill: usize, sums: usize): void {
  walk(args, first, spill, sums);
}

/** Both of them: a merge of the four lists, adding only where there are sums to add to. */
// @ts-ignore: decorator
@inline
function walk(args: ImplicitNeighboursArgs, first: i32, spill: usize, sums: usize): i64 {
  const order = at4(args.order, first), offsets = args.offsets, columns = args.columns;
  const a = at4(offsets, load<i32>(order)), b = at4(offsets, load<i32>(order, 4));
  const c = at4(offsets, load<i32>(order, 8)), d = at4(offsets, load<i32>(order, 12));
  let pa = at4(columns, load<i32>(a)), pb = at4(columns, load<i32>(b)), pc = at4(columns, load<i32>(c)), pd = at4(columns, load<i32>(d));
  const ea = at4(columns, load<i32>(a, 4)), eb = at4(columns, load<i32>(b, 4));
  const ec = at4(columns, load<i32>(c, 4)), ed = at4(columns, load<i32>(d, 4));
  let ha = head(pa, ea), hb = head(pb, eb), hc = head(pc, ec), hd = head(pd, ed);
  let steps: i64 = 0;
  while (true) {
    const column = min(min(ha, hb), min(hc, hd));
    if (column == NONE) return steps;
    const list = at4(args.columnOffsets, column), from = load<i32>(list), to = load<i32>(list, 4);
    steps += to - from;
    if (sums != 0) {
      const w = load<f64>(at8(args.weights, column));
      store<f64>(spill, ha == column ? w : 0); store<f64>(spill, hb == column ? w : 0, 8);
      store<f64>(spill, hc == column ? w : 0, 16); store<f64>(spill, hd == column ? w : 0, 24);
      const others = args.columnRows;
      addFour(sums, at4(others, from), at4(others, to), spill);
    }
    if (ha == column) ha = head((pa += 4), ea);
    if (hb == column) hb = head((pb += 4), eb);
    if (hc == column) hc = head((pc += 4), ec);
    if (hd == column) hd = head((pd += 4), ed);
  }
}

// @ts-ignore: decorator
@inline
function head(p: usize, end: usize): u32 {
  return p < end ? load<u32>(p) : NONE;
}

/** The hot loop. The weights are read in every turn, so that all three pairs of vectors lie side by side. */
function addFour(sums: usize, p: usize, end: usize, weights: usize): void {
  for (; p + 16 <= end; p += 16) {
    const a = sums + (<usize>load<u32>(p) << 5), b = sums + (<usize>load<u32>(p, 4) << 5);
    const c = sums + (<usize>load<u32>(p, 8) << 5), d = sums + (<usize>load<u32>(p, 12) << 5);
    const v = v128.load(weights), w = v128.load(weights, 16);
    const a0 = f64x2.add(v128.load(a), v), a1 = f64x2.add(v128.load(a, 16), w);
    const b0 = f64x2.add(v128.load(b), v), b1 = f64x2.add(v128.load(b, 16), w);
    const c0 = f64x2.add(v128.load(c), v), c1 = f64x2.add(v128.load(c, 16), w);
    const d0 = f64x2.add(v128.load(d), v), d1 = f64x2.add(v128.load(d, 16), w);
    v128.store(a, a0); v128.store(a, a1, 16);
    v128.store(b, b0); v128.store(b, b1, 16);
    v128.store(c, c0); v128.store(c, c1, 16);
    v128.store(d, d0); v128.store(d, d1, 16);
  }
  for (; p < end; p += 4) {
    const at = sums + (<usize>load<u32>(p) << 5);
    const s = f64x2.add(v128.load(at), v128.load(weights)), t = f64x2.add(v128.load(at, 16), v128.load(weights, 16));
    v128.store(at, s); v128.store(at, t, 16);
  }
}
