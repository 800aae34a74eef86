import { at4, at8 } from "./addresses";
import { NeighbourSumsArgs } from "./generated/arguments";

/**
 * Scores of queries from those nearest to them: out[q, i] = Σ of the similarity of q to its neighbours that hold item
 * i, NaN where fewer than `minNeighbours` hold it. Float64 sums in the order of the neighbours; over queries. `near`,
 * `similarities` and `found` as `implicitNeighbours` writes them; `offsets`, `columns`: the items of the neighbours.
 *
 * Scratch: sums (items), counts (items) in 4 bytes each.
 */
export function neighbourSums(args: NeighbourSumsArgs, lo: i32, hi: i32, scratch: usize): void {
  const limit = args.limit, items = args.items, minNeighbours = args.minNeighbours, counts = at8(scratch, items);
  const offsets = args.offsets, columns = args.columns, stride = <usize>args.stride << 2;
  for (let query = lo; query < hi; query++) {
    memory.fill(scratch, 0, <usize>items * 12);
    const first = <usize>query * <usize>limit, near = args.near + (first << 2), similar = args.similarities + (first << 3);
    const found = load<i32>(at4(args.found, query));
    for (let n = 0; n < found; n++) {
      const row = at4(offsets, load<i32>(at4(near, n))), s = load<f64>(at8(similar, n));
      const from = at4(columns, load<i32>(row)), to = at4(columns, load<i32>(row, 4));
      addAll(scratch, from, to, s);
      if (minNeighbours > 1) countAll(counts, from, to);
    }
    const out = args.out + <usize>query * stride;
    for (let i = 0; i < items; i++) {
      const sum = load<f64>(at8(scratch, i));
      const known = minNeighbours > 1 ? load<i32>(at4(counts, i)) >= minNeighbours : sum > 0; // similarities are above 0
      store<f32>(at4(out, i), known ? <f32>sum : NaN);
    }
  }
}

/** sums[row] += w for the rows of a list; they differ, so four can be on their way at once. */
export function addAll(sums: usize, p: usize, end: usize, w: f64): void {
  for (; p + 16 <= end; p += 16) {
    const a = at8(sums, load<i32>(p)), b = at8(sums, load<i32>(p, 4)), c = at8(sums, load<i32>(p, 8)), d = at8(sums, load<i32>(p, 12));
    const A = load<f64>(a) + w, B = load<f64>(b) + w, C = load<f64>(c) + w, D = load<f64>(d) + w;
    store<f64>(a, A); store<f64>(b, B); store<f64>(c, C); store<f64>(d, D);
  }
  for (; p < end; p += 4) {
    const a = at8(sums, load<i32>(p));
    store<f64>(a, load<f64>(a) + w);
  }
}

function countAll(counts: usize, p: usize, end: usize): void {
  for (; p < end; p += 4) {
    const at = at4(counts, load<i32>(p));
    store<i32>(at, load<i32>(at) + 1);
  }
}
