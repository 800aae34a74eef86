/** `cg`: a few steps of conjugate gradient; `exact`: to the precision of float32. */
export type Solver = "exact" | "cg";

/** What is minimized, see `als`, and how. */
export interface AlsSettings {
  /** The model errors name. */
  readonly owner: string;
  readonly factors: number;
  readonly epochs: number;
  /** Of a row with n entries. */
  readonly ridge: (entries: number, columns: number) => number;
  readonly solver: Solver;
  /** Of conjugate gradient. */
  readonly steps: number;
  /** `implicit`: values are confidences, absent entries count as 0 with confidence 1. `observed`: values are targets. */
  readonly objective: "implicit" | "observed";
}
