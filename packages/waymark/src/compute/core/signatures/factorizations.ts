import { signatures } from "../signature.ts";

const ratings = {
  offsets: "u32[users+1] offsets of columns",
  columns: "u32[*] below items",
  values: "f64[*]",
  userBiases: "f64[users]",
  itemBiases: "f64[items]",
  X: "f64[users,width]",
  Y: "f64[items,width]",
  width: "i32",
  mean: "f64",
} as const;
/** What every descent on the ratings of a user takes first; see src/kernels/descent.ts. */
export const descentArgs = {
  ...ratings,
  learningRate: "f64",
  regularization: "f64",
  biased: "i32",
  squares: "f64[1]",
} as const;
const sample = {
  count: 5,
  users: 5,
  items: 9,
  width: 12,
  columns: 23,
  values: 23,
  mean: 0.1,
  learningRate: 0.1,
  regularization: 0.1,
  biased: 1,
};

/** Factorizations of ratings in double precision; `width` a multiple of 4. */
export const factorizations = signatures({
  descendUsers: { args: { ...descentArgs, users: "i32", items: "i32" }, scratch: () => 96, sample },
  descendImplicit: {
    args: { ...descentArgs, implicit: "f64[items,width]", decay: "f64[users]", users: "i32", items: "i32" },
    scratch: (n) => 96 + 16 * n("width"),
    sample,
  },
  addImplicit: {
    args: {
      offsets: "u32[users+1] offsets of columns",
      columns: "u32[*] below items",
      X: "f64[users,width]",
      implicit: "f64[items,width]",
      width: "i32",
      users: "i32",
      items: "i32",
    },
    sample,
  },
  nmfUsers: {
    args: {
      ...ratings,
      biasLearningRate: "f64",
      biasRegularization: "f64",
      userRegularization: "f64[users]",
      over: "f64[items,width]",
      under: "f64[items,width]",
      squares: "f64[1]",
      users: "i32",
      items: "i32",
    },
    scratch: (n) => 32 + 16 * n("width"),
    // a mean far from 0 keeps the divisors away from it, where two builds could differ in more than a rounding
    sample: { ...sample, mean: 50, biasLearningRate: 0.01, biasRegularization: 0.1 },
  },
  nmfItems: {
    args: {
      Y: "f64[items,width]",
      width: "i32",
      itemRegularization: "f64[items]",
      over: "f64[items,width]",
      under: "f64[items,width]",
      items: "i32",
    },
    sample: { count: 5, items: 5, width: 12 },
  },
  nmfRows: {
    args: {
      X: "f64[rows,width]",
      Y: "f64[columnCount,width]",
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below columnCount",
      values: "f64[*]",
      G: "f64[width,width] definite",
      width: "i32",
      regularization: "f64",
      rows: "i32",
      columnCount: "i32",
    },
    scratch: (n) => 16 * n("width"),
    sample: { count: 5, rows: 5, columnCount: 9, columns: 23, values: 23, width: 12, regularization: 20 },
  },
  gram64: {
    args: { Y: "f64[rows,width]", rows: "i32", width: "i32", G: "f64[width,width]" },
    sample: { count: 3, rows: 67, width: 12 },
  },
  pairDeviations: {
    args: {
      itemOffsets: "u32[items+1] offsets of users",
      users: "u32[*] below userCount",
      ratings: "f64[*]",
      userOffsets: "u32[userCount+1] offsets of columns",
      columns: "u32[*] below items",
      values: "f64[*]",
      first: "i32",
      items: "i32",
      pairColumns: "u32[rows,items]",
      means: "f64[rows,items]",
      counts: "u32[rows,items]",
      lengths: "u32[rows]",
      rows: "i32",
      userCount: "i32",
    },
    scratch: (n) => 16 * n("items"),
    sample: { count: 5, rows: 5, first: 3, items: 9, userCount: 6, users: 20, ratings: 20, columns: 20, values: 20 },
  },
});
