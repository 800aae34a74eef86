import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { trainAls } from "../../../src/models/factorization/als/train-als.ts";
import { golden, goldenMatrix } from "../../golden/implicit-feedback/matrix.ts";

interface Case {
  readonly matrix: "binary" | "weighted";
  readonly alpha: number;
  readonly solver: "exact" | "cg";
  readonly iterations: number;
  readonly loss: number;
  readonly users: readonly (readonly number[])[];
  readonly items: readonly (readonly number[])[];
}
interface Golden {
  readonly factors: number;
  readonly regularization: number;
  readonly cgSteps: number;
  readonly start: { readonly users: readonly (readonly number[])[]; readonly items: readonly (readonly number[])[] };
  readonly cases: readonly Case[];
}

const { factors, regularization, cgSteps, start, cases } = golden<Golden>("als");
const flat = (rows: readonly (readonly number[])[]): Float32Array => Float32Array.from(rows.flat());

describe.each(cases)("als, $matrix matrix, alpha $alpha, $solver, $iterations iterations", (expected) => {
  test("ends at implicit's factors from the same start", async () => {
    const matrix = goldenMatrix(expected.matrix === "binary" ? "binary" : "weights");
    const confidences = new CsrMatrix(
      matrix.columnCount,
      matrix.offsets,
      matrix.columns,
      matrix.values.map((value) => expected.alpha * value), // implicit's confidence
    );
    const learned = await trainAls(
      confidences,
      confidences.transpose(),
      {
        owner: "als",
        factors,
        epochs: expected.iterations,
        ridge: () => regularization,
        solver: expected.solver,
        steps: cgSteps,
        objective: "implicit",
      },
      { users: flat(start.users), items: flat(start.items) },
      {},
      false,
    );
    for (const [side, rows] of [
      [learned.users, expected.users],
      [learned.items, expected.items],
    ] as const)
      side.forEach((value, p) => {
        expect(value).toBeCloseTo(rows.flat()[p]!, 4); // float32 against float64
      });
  });
});
