import type { Network } from "../network.ts";
import type { RowGradient } from "../row-gradient.ts";
import type { Tape } from "../tape.ts";
import { blocksOf, type Parameter } from "../tensor.ts";
import { Optimizer } from "./optimizer.ts";
import type { OptimizerOptions, StepCoefficients } from "./schedule.ts";

export interface SgdOptions extends OptimizerOptions {
  /** Share of the last direction that is kept. @defaultValue 0 */
  readonly momentum?: number;
}

/** Stochastic gradient descent, with momentum as in PyTorch: m ← μm + g, w ← w − learningRate·m. Rows of tables move when touched. */
export class Sgd extends Optimizer {
  readonly #momentum: number;

  constructor(network: Network, { momentum = 0, ...options }: SgdOptions) {
    super(network, options);
    this.#momentum = momentum;
  }

  protected updateParameter(tape: Tape, parameter: Parameter): void {
    const [m] = this.state(parameter, 1) as [Float32Array];
    const { values: w, gradient: g } = parameter;
    tape.recordKernel(
      "descend",
      blocksOf(parameter),
      { w, g: g!, m, coefficients: this.coefficients, momentum: this.#momentum },
      { cost: 10 },
    );
  }

  protected updateRows(tape: Tape, { table, sums, rows: touched, count: used, capacity }: RowGradient): void {
    const [m] = this.state(table, 1) as [Float32Array];
    const args = {
      table: table.values,
      sums,
      m,
      coefficients: this.coefficients,
      touched,
      used,
      columns: table.columns,
    };
    tape.recordKernel(
      "descendRows",
      capacity,
      { ...args, momentum: this.#momentum, rows: table.rows },
      { cost: 10 + table.columns },
    );
  }

  protected coefficientsOf(
    _step: number,
    learningRate: number,
  ): Pick<StepCoefficients, "learningRate" | "correction" | "decay"> {
    return { learningRate, correction: 1, decay: 0 };
  }
}
