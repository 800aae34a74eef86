import type { Network } from "../network.ts";
import type { RowGradient } from "../row-gradient.ts";
import type { Tape } from "../tape.ts";
import { blocksOf, type Parameter } from "../tensor.ts";
import { Optimizer } from "./optimizer.ts";
import type { OptimizerOptions, StepCoefficients } from "./schedule.ts";

export interface AdamOptions extends OptimizerOptions {
  /** @defaultValue 0.9 */
  readonly beta1?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** @defaultValue 1e-8 */
  readonly epsilon?: number;
  /** Decoupled from the gradient: each step takes learningRate · weightDecay off the weights (AdamW). @defaultValue 0 */
  readonly weightDecay?: number;
}

/**
 * Adam, and AdamW with `weightDecay`. Rows of tables are updated when a batch touches them ("lazy"): their moments do not
 * fade in between, so a step costs the batch and not the table; the correction counts all steps.
 *
 * @see Kingma & Ba 2015, arXiv:1412.6980; Loshchilov & Hutter 2019, arXiv:1711.05101
 */
export class Adam extends Optimizer {
  readonly #settings: { readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  readonly #weightDecay: number;

  constructor(
    network: Network,
    { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0, ...options }: AdamOptions,
  ) {
    super(network, options);
    this.#settings = { beta1, beta2, epsilon };
    this.#weightDecay = weightDecay;
  }

  protected updateParameter(tape: Tape, parameter: Parameter): void {
    const [m, v] = this.state(parameter, 2) as [Float32Array, Float32Array];
    const { values: w, gradient: g } = parameter;
    tape.recordKernel(
      "adam",
      blocksOf(parameter),
      { w, g: g!, m, v, coefficients: this.coefficients, ...this.#settings },
      { cost: 16 },
    );
  }

  protected updateRows(tape: Tape, { table, sums, rows: touched, count: used, capacity }: RowGradient): void {
    const [m, v] = this.state(table, 2) as [Float32Array, Float32Array];
    const args = {
      table: table.values,
      sums,
      m,
      v,
      coefficients: this.coefficients,
      touched,
      used,
      columns: table.columns,
    };
    tape.recordKernel(
      "adamRows",
      capacity,
      { ...args, ...this.#settings, rows: table.rows },
      { cost: 10 + table.columns },
    );
  }

  protected coefficientsOf(
    step: number,
    learningRate: number,
  ): Pick<StepCoefficients, "learningRate" | "correction" | "decay"> {
    const { beta1, beta2 } = this.#settings;
    return {
      learningRate: learningRate / (1 - beta1 ** step),
      correction: 1 / Math.sqrt(1 - beta2 ** step),
      decay: learningRate * this.#weightDecay,
    };
  }
}
