import type { Network } from "../network.ts";
import type { RowGradient } from "../row-gradient.ts";
import type { Tape } from "../tape.ts";
import type { Parameter, Table } from "../tensor.ts";
import { constantRate, type OptimizerOptions, type StepCoefficients } from "./schedule.ts";

/** What optimizers share: the count of steps, the schedule, clipping, and state beside each weight. */
export abstract class Optimizer {
  protected readonly network: Network;
  protected readonly coefficients: Float32Array;
  readonly #options: OptimizerOptions;
  readonly #squares: Float64Array;
  readonly #states = new Map<Parameter | Table, readonly Float32Array[]>();
  #steps = 0;

  constructor(network: Network, options: OptimizerOptions) {
    this.network = network;
    this.#options = options;
    this.coefficients = network.arena.zerosF32(16);
    this.#squares = network.arena.copyF64([0]);
  }

  get steps(): number {
    return this.#steps;
  }

  /** Starts again: the next step is the first. */
  reset(): void {
    this.#steps = 0;
    for (const kinds of this.#states.values()) for (const numbers of kinds) numbers.fill(0);
  }

  /** Records the backward pass from the tape's losses and an update of all they depend on. */
  record(tape: Tape): void {
    const { parameters, tables } = tape.backward();
    this.#prepareClipping(tape, parameters, tables);
    tape.recordHost(() => this.#begin());
    for (const parameter of parameters) this.updateParameter(tape, parameter);
    for (const gradient of tables) this.updateRows(tape, gradient);
  }

  protected abstract updateParameter(tape: Tape, parameter: Parameter): void;
  protected abstract updateRows(tape: Tape, gradient: RowGradient): void;
  /** The numbers of step t, learning rate and schedule given. */
  protected abstract coefficientsOf(
    step: number,
    learningRate: number,
  ): Pick<StepCoefficients, "learningRate" | "correction" | "decay">;

  /** Numbers an optimizer keeps beside each weight, zero at first, allocated at first use. */
  protected state(of: Parameter | Table, kinds: number): readonly Float32Array[] {
    const known = this.#states.get(of);
    if (known) return known;
    const made = Array.from({ length: kinds }, () => this.network.arena.zerosF32(of.values.length));
    this.#states.set(of, made);
    return made;
  }

  #prepareClipping(tape: Tape, parameters: readonly Parameter[], tables: readonly RowGradient[]): void {
    if (this.#options.clipNorm === undefined) return;
    const out = this.#squares;
    tape.recordHost(() => out.fill(0));
    for (const { rows, columns, gradient } of parameters) {
      const numbers = rows * columns;
      tape.recordKernel("sumSquares", numbers, { X: gradient!, out }, { cost: 1, chunk: numbers });
    }
    for (const { sums, count, table } of tables)
      tape.recordHost(() => {
        const used = count[0]! * table.columns;
        for (let i = 0; i < used; i++) out[0]! += sums[i]! * sums[i]!;
      });
  }

  #begin(): void {
    const { learningRate, schedule = constantRate, clipNorm, l2 = 0 } = this.#options;
    const coefficients = this.coefficientsOf(++this.#steps, learningRate * schedule(this.#steps));
    const norm = Math.sqrt(this.#squares[0]!);
    const scale = clipNorm !== undefined && norm > clipNorm ? clipNorm / norm : 1;
    this.coefficients.set([coefficients.learningRate, coefficients.correction, scale, coefficients.decay, l2]);
  }
}
