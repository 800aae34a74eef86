import { extent, signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";

/** What a product of A and a packed B begins with, and what it needs; see src/kernels/gemm.ts. */
export const productArgs = {
  A: "f32[*]",
  rowStride: "i32",
  columnStride: "i32",
  packed: "f32[*]",
  C: "f32[M,N]",
  M: "i32",
  N: "i32",
  K: "i32",
} as const;
export const minLengthOfProduct = (n: (name: string) => number) => ({
  A: extent(n("M"), n("rowStride"), n("K"), n("columnStride")),
  packed: n("K") * wholeVectors(n("N")),
});
export const scratchOfProduct = (): number => 4 * 64 * 256 + 256;

/** Dense and sparse products, the inverse, random numbers. */
export const linearAlgebra = signatures({
  gemm: {
    args: productArgs,
    minLength: minLengthOfProduct,
    scratch: scratchOfProduct,
    sample: { count: 1, rowStride: 5, columnStride: 1, M: 6, N: 17, K: 5, A: 30, packed: 160 },
  },
  packRight: {
    args: { B: "f32[*]", rowStride: "i32", columnStride: "i32", K: "i32", N: "i32", packed: "f32[*]" },
    minLength: (n) => ({
      B: extent(n("K"), n("rowStride"), n("N"), n("columnStride")),
      packed: n("K") * wholeVectors(n("N")),
    }),
    sample: { count: 2, rowStride: 17, columnStride: 1, K: 5, N: 17, B: 85, packed: 160 },
  },
  gram: {
    args: { Y: "f32[rows,width]", rows: "i32", width: "i32 multiple of 16", G: "f32[width,width]" },
    minLength: (n, count) => ({ G: 4 * count * n("width") }),
    sample: { count: 8, rows: 67, width: 32 },
  },
  mirror: {
    args: { A: "f32[width,width]", width: "i32" },
    minLength: (n, count) => ({ A: count * n("width") }),
    sample: { count: 5, width: 5 },
  },
  sweepPanel: {
    args: {
      A: "f32[n,n] definite",
      n: "i32 multiple of 16",
      k0: "i32 multiple of 16",
      block: "i32 multiple of 16",
      T: "f32[n,block]",
      negated: "f32[n,block]",
      failures: "u32[1]",
    },
    minLength: (n, count) => ({ T: Math.max(16 * count, n("k0") + n("block")) * n("block") }),
    scratch: (n, chunk) => 4 * (n("block") + 16 * chunk) * (n("block") + 4),
    sample: { count: 4, n: 64, k0: 32, block: 32 },
  },
  sweepUpdate: {
    args: {
      A: "f32[n,n] definite",
      n: "i32 multiple of 16",
      k0: "i32 multiple of 16",
      block: "i32 multiple of 16",
      T: "f32[n,block]",
      negated: "f32[n,block]",
      failures: "u32[1]",
    },
    minLength: (n, count) => ({ A: 4 * count * n("n"), T: (n("k0") + n("block")) * n("block") }),
    sample: { count: 16, n: 64, k0: 32, block: 32 },
  },
  easeWeights: {
    args: { A: "f32[n,n]", n: "i32 multiple of 16", inverse: "f32[n]" },
    minLength: (n, count) => ({ A: 16 * count * n("n"), inverse: 16 * count }),
    sample: { count: 2, n: 32 },
  },
  coCounts: {
    args: {
      itemOffsets: "u32[items+1] offsets of users",
      users: "u32[*] below userCount",
      userOffsets: "u32[userCount+1] offsets of itemsOf",
      itemsOf: "u32[*] below items",
      G: "f32[items,ld]",
      ld: "i32",
      items: "i32",
      userCount: "i32",
    },
    minLength: (n, count) => ({
      itemOffsets: count + 1,
      G: Math.max(count * n("ld"), extent(n("items"), n("ld"), n("items"))),
    }),
    sample: { count: 9, items: 9, userCount: 6, ld: 16, users: 20, itemsOf: 20 },
  },
  gatherRows: {
    args: { Y: "f32[rows,width]", index: "u32[*] below rows", width: "i32 multiple of 8", out: "f32[*]", rows: "i32" },
    minLength: (n, count) => ({ index: count, out: count * n("width") }),
    sample: { count: 5, rows: 4, width: 24, index: 5, out: 120 },
  },
  scatterRows: {
    args: {
      Y: "f32[rows,width]",
      index: "u32[count] below rows",
      width: "i32 multiple of 8",
      source: "f32[count,width]",
      count: "i32",
      weight: "f32",
      rows: "i32",
    },
    sample: { count: 3, rows: 4, width: 24, weight: 0.5 },
  },
  dotRows: {
    args: { Y: "f32[rows,width]", Z: "f32[rows,width]", width: "i32 multiple of 8", out: "f32[rows]", rows: "i32" },
    minLength: (n, count) => ({ Y: count * n("width"), Z: count * n("width"), out: count }),
    sample: { count: 5, rows: 5, width: 24 },
  },
  sparseRows: {
    args: {
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below columnCount",
      values: "f32[columns] or none",
      Y: "f32[columnCount,width]",
      width: "i32 multiple of 8",
      out: "f32[rows,width]",
      add: "i32",
      rows: "i32",
      columnCount: "i32",
    },
    minLength: (n, count) => ({ offsets: count + 1, out: count * n("width") }),
    sample: { count: 5, rows: 5, columnCount: 7, width: 32, columns: 32, values: 32, add: 1 },
  },
  productsToDistances: {
    args: { C: "f32[M,N]", N: "i32", a: "f32[M]", b: "f32[N]", kind: "i32", M: "i32" },
    minLength: (n, count) => ({ C: count * n("N"), a: count }),
    sample: { count: 3, M: 3, N: 5, kind: 1 },
  },
  fillUniform: {
    args: { out: "f32[*]", key: "i32", from: "f32", to: "f32" },
    minLength: (_, count) => ({ out: count }),
    sample: { count: 9, key: 7, from: -1, to: 1, out: 9 },
  },
  fillNormal: {
    args: { out: "f32[*]", key: "i32", mean: "f32", deviation: "f32" },
    minLength: (_, count) => ({ out: count }),
    sample: { count: 9, key: 7, mean: 0, deviation: 1, out: 9 },
  },
});
