import type { Arena } from "../core/arena.ts";
import type { CallOptions, Core, PreparedCall } from "../core/core.ts";
import { disposeOnThrow } from "../core/dispose-on-throw.ts";
import type { ArgsOf } from "../core/signature.ts";
import type { KernelName, kernelSignatures } from "../core/signatures/all.ts";
import { wholeVectors } from "../core/whole-vectors.ts";
import { clearWideRegisters } from "../core/wide-registers.ts";
import { isSliceOver, yieldToEventLoop } from "../event-loop.ts";
import { RowGradient } from "./row-gradient.ts";
import type { Parameter, Table, Tensor } from "./tensor.ts";

export interface TapeOptions {
  /** Record the backward pass too; dropout drops and batch norm looks at the batch. @defaultValue false */
  readonly training?: boolean;
  /** Seeds every random number of the tape's ops, beside the number of the run. @defaultValue 0 */
  readonly seed?: number;
}

/**
 * Reverse-mode differentiation by recording once and replaying: ops allocate their results and record their kernel calls,
 * `run` makes the calls. Inputs are arrays the caller fills before each run; shapes are fixed, so a shorter batch has a tape
 * of its own. Nothing is allocated while it runs.
 *
 *     const tape = new Tape(core, { training: true });
 *     const x = tape.input(rows, 4);
 *     meanSquaredError(tape, linear(tape, x, layer), targets);
 *     optimizer.record(tape);
 *     for (…) { x.values.set(…); await tape.run(); tape.loss[0] … }
 *     tape.dispose();
 */
export class Tape implements Disposable {
  readonly core: Core;
  readonly arena: Arena;
  readonly training: boolean;
  readonly seed: number;
  /** One number, raised by 1 at each run, so that dropout draws other numbers. */
  readonly runs: Uint32Array;
  /** One number: the sum of all losses of the last run. */
  readonly loss: Float64Array;
  readonly #calls: (PreparedCall | (() => void))[] = [];
  readonly #back: (() => void)[] = [];
  readonly #written = new Set<Tensor>();
  readonly #tables = new Map<Table, RowGradient>();
  #keys = 0;

  constructor(core: Core, { training = false, seed = 0 }: TapeOptions = {}) {
    this.core = core;
    this.arena = core.arena();
    this.training = training;
    this.seed = seed;
    [this.runs, this.loss] = disposeOnThrow(this.arena, (arena) => [arena.zerosU32(1), arena.copyF64([0])]);
  }

  /** Numbers the caller fills in; no gradient is taken by them. */
  input(rows: number, columns: number): Tensor {
    return { rows, columns, values: this.zerosF32(rows * columns), gradient: undefined };
  }

  /** A result of `inputs`: with a gradient where one of them has one. */
  result(rows: number, columns: number, inputs: readonly (Tensor | Table)[]): Tensor {
    const wanted = this.training && inputs.some(wantsGradient);
    return {
      rows,
      columns,
      values: this.zerosF32(rows * columns),
      gradient: wanted ? this.zerosF32(rows * columns) : undefined,
    };
  }

  /** Zeros, filled up to whole vectors. */
  zerosF32(length: number): Float32Array {
    return this.arena.zerosF32(wholeVectors(length));
  }

  zerosU32(length: number): Uint32Array {
    return this.arena.zerosU32(Math.max(1, length));
  }

  /** A number for an op that draws at random: another for each op of the tape. */
  key(): number {
    return (this.seed * 0x9e3779b1 + ++this.#keys * 0x85ebca77) >>> 0;
  }

  /** Records a kernel call. Inside `onBackward` it joins the backward pass. */
  recordKernel<K extends KernelName>(
    kernel: K,
    count: number,
    args: ArgsOf<(typeof kernelSignatures)[K]>,
    options: Pick<CallOptions, "cost" | "chunk"> = { cost: 16 },
  ): void {
    if (count > 0) this.#calls.push(this.core.prepare(this.arena, kernel, count, args, options));
  }

  /** Records an action of the host between the calls. */
  recordHost(action: () => void): void {
    this.#calls.push(action);
  }

  /** Registers the backward pass of an op; `backward` records them, last first. */
  onBackward(record: () => void): void {
    if (this.training) this.#back.push(record);
  }

  /**
   * 1 when an earlier call writes this gradient, so that the kernel must add to it, else 0. Call it once for each
   * writer, in the order in which they will run.
   */
  accumulates(tensor: Tensor): 0 | 1 {
    const first = !this.#written.has(tensor);
    this.#written.add(tensor);
    return first ? 0 : 1;
  }

  /** Where gradients of rows of a table gather. @param lookups rows this op looks up at most */
  rowGradient(table: Table, lookups: number): RowGradient {
    const gradient = this.#tables.get(table) ?? new RowGradient(table);
    this.#tables.set(table, gradient);
    gradient.expect(lookups);
    return gradient;
  }

  /**
   * Records the backward pass from the losses to all weights they depend on. Called by optimizers.
   * @returns the weights that will have a gradient
   */
  backward(): {
    readonly parameters: readonly Parameter[];
    readonly tables: readonly RowGradient[];
  } {
    const tables = [...this.#tables.values()];
    for (const gradient of tables) {
      gradient.allocate(this.arena);
      this.recordHost(() => gradient.clear());
    }
    for (let op = this.#back.pop(); op; op = this.#back.pop()) op();
    return { parameters: [...this.#written].filter(isParameter), tables };
  }

  /** Runs all recorded calls, in order, and lets the event loop in after each slice. Long calls run on several threads. */
  async run(options: Pick<CallOptions, "threads" | "signal"> = {}): Promise<void> {
    this.#begin();
    for (const call of this.#calls) {
      if (typeof call === "function") this.#onHost(call);
      else if (call.long) await call.run(options);
      else call.now();
      if (!isSliceOver()) continue;
      clearWideRegisters();
      await yieldToEventLoop();
      options.signal?.throwIfAborted();
    }
    clearWideRegisters();
  }

  /** The same on the calling thread, at once. */
  runNow(): void {
    this.#begin();
    for (const call of this.#calls) {
      if (typeof call === "function") this.#onHost(call);
      else call.now();
    }
    clearWideRegisters();
  }

  #onHost(action: () => void): void {
    clearWideRegisters();
    action();
  }

  #begin(): void {
    this.runs[0]!++;
    this.loss[0] = 0;
  }

  dispose(): void {
    this.arena.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

const isParameter = (tensor: Tensor): tensor is Parameter => "kind" in tensor;

const wantsGradient = (input: Tensor | Table): boolean =>
  "places" in input ? input.places !== undefined : input.gradient !== undefined;
