import { ShapeError } from "../../errors.ts";
import type { Arena } from "../core/arena.ts";
import type { Core } from "../core/core.ts";
import { wholeVectors } from "../core/whole-vectors.ts";
import { randomKey } from "../linear-algebra/random.ts";
import type { Initializer } from "./initializers.ts";
import type { Parameter, Table } from "./tensor.ts";

export interface NetworkOptions {
  /** Of the initial weights. @defaultValue 0 */
  readonly seed?: number;
  /** Which weights learn; the others are frozen: they take no gradient and never change. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
}

/** One learned tensor, as a file or a model's state holds it. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}
/** Learned numbers by name. */
export type Weights = ReadonlyMap<string, Weight>;

/**
 * The learned numbers of a model, by name, in the core's memory. Each gets its initial values from the seed and its place in
 * the order of declaration.
 */
export class Network implements Disposable {
  readonly core: Core;
  readonly arena: Arena;
  readonly #seed: number;
  readonly #trainable: (name: string) => boolean;
  readonly #all = new Map<string, Parameter | Table>();
  readonly #buffers = new Map<string, Float32Array>();

  constructor(core: Core, { seed = 0, trainable = () => true }: NetworkOptions = {}) {
    this.core = core;
    this.arena = core.arena();
    this.#seed = seed;
    this.#trainable = trainable;
  }

  /** A weight with a dense gradient. */
  parameter(name: string, rows: number, columns: number, initial: Initializer): Parameter {
    const values = this.#fill(rows, columns, initial);
    const gradient = this.#trainable(name) ? this.arena.zerosF32(values.length) : undefined;
    return this.#keep({ kind: "parameter", name, rows, columns, values, gradient });
  }

  /** Embeddings, learned by the rows a batch looks up. */
  table(name: string, rows: number, columns: number, initial: Initializer): Table {
    const values = this.#fill(rows, columns, initial);
    const places = this.#trainable(name) ? this.arena.u32(rows) : undefined;
    return this.#keep({ kind: "table", name, rows, columns, values, places });
  }

  /** Numbers that training changes by other means than gradients, as running statistics; part of `weights`. */
  buffer(name: string, length: number, initial: number): Float32Array {
    const values = this.arena.f32(wholeVectors(length)).fill(initial);
    this.#buffers.set(name, values.subarray(0, length));
    return values;
  }

  /** The weights as they are now, by name; views into the core's memory. */
  weights(): Weights {
    const tensors = [...this.#all.values()].map(({ name, rows, columns, values }): [string, Weight] => [
      name,
      { shape: [rows, columns], data: values.subarray(0, rows * columns) },
    ]);
    const buffers = [...this.#buffers].map(([name, data]): [string, Weight] => [name, { shape: [data.length], data }]);
    return new Map([...tensors, ...buffers]);
  }

  /** A copy of all weights outside the core's memory. */
  snapshot(): Weights {
    return new Map(
      [...this.weights()].map(([name, { shape, data }]) => [name, { shape, data: new Float32Array(data) }]),
    );
  }

  /**
   * Takes weights over by name; those this network lacks are left aside.
   * @param wanted whether to load a weight. @defaultValue all are
   * @throws {ShapeError} when one is missing or of another shape
   */
  load(given: Weights, wanted: (name: string) => boolean = () => true): void {
    for (const [name, { shape, data }] of this.weights()) {
      if (!wanted(name)) continue;
      const found = given.get(name);
      if (found?.shape.join() !== shape.join() || found.data.length !== data.length)
        throw new ShapeError(
          `weights ${name}`,
          `(${shape.join(", ")})`,
          found ? `(${found.shape.join(", ")})` : "none",
        );
      data.set(found.data);
    }
  }

  dispose(): void {
    this.arena.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #keep<T extends Parameter | Table>(tensor: T): T {
    if (this.#all.has(tensor.name)) throw new RangeError(`Two weights are called ${tensor.name}.`);
    this.#all.set(tensor.name, tensor);
    return tensor;
  }

  #fill(rows: number, columns: number, initial: Initializer): Float32Array {
    const length = rows * columns;
    const values = this.arena.f32(wholeVectors(length));
    values.fill(0, length);
    const out = values.subarray(0, length);
    const key = randomKey({ seed: this.#seed, stream: this.#all.size + 1 });
    const drawn = initial(rows, columns);
    if (drawn.kind === "constant") out.fill(drawn.value);
    else if (drawn.kind === "normal")
      this.core.runNow("fillNormal", length, { out, key, mean: 0, deviation: drawn.deviation });
    else this.core.runNow("fillUniform", length, { out, key, from: -drawn.bound, to: drawn.bound });
    return values;
  }
}
