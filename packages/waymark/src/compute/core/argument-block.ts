import { ShapeError } from "../../errors.ts";
import {
  lengthOfShape,
  type ParsedArg,
  type ParsedArray,
  type ParsedNumber,
  parseSignature,
  type Signature,
} from "./signature.ts";

export type ArgValue = number | Float32Array | Float64Array | Uint32Array | Uint8Array | undefined;

const constructors = { f32: Float32Array, f64: Float64Array, u32: Uint32Array, u8: Uint8Array };

/** Writes and checks the arguments of one kernel. */
export class ArgumentBlock {
  readonly #kernel: string;
  readonly #args: readonly ParsedArg[];
  readonly #minLength: Signature["minLength"];

  constructor(kernel: string, signature: Signature) {
    this.#kernel = kernel;
    this.#args = parseSignature(signature);
    this.#minLength = signature.minLength;
  }

  /** Bytes: one slot of 8 an argument. */
  get size(): number {
    return this.#args.length * 8;
  }

  /**
   * Types and lengths are always checked; `indexes` also looks at every index and offset (O(entries)).
   * @param count size of the range the kernel is run over
   * @throws {ShapeError} naming the argument
   */
  write(view: DataView, at: number, values: Readonly<Record<string, ArgValue>>, count: number, indexes: boolean): void {
    const n = (name: string): number => {
      const value = values[name];
      return typeof value === "object" ? value.length : (value ?? 0);
    };
    for (const [slot, arg] of this.#args.entries())
      if (arg.kind === "number") this.#writeNumber(view, at + 8 * slot, arg, values[arg.name]);
    for (const [slot, arg] of this.#args.entries()) {
      if (arg.kind === "number") continue;
      const value = values[arg.name];
      if (value !== undefined || !arg.optional) this.#check(arg, value, n, view.buffer);
      view.setUint32(at + 8 * slot, (value as Float32Array | undefined)?.byteOffset ?? 0, true);
    }
    for (const [name, min] of Object.entries(this.#minLength?.(n, count) ?? {})) {
      const length = n(name);
      if (!(length >= min)) throw this.#wrong(name, `at least ${min} entries`, String(length));
    }
    if (!indexes) return;
    for (const arg of this.#args)
      if (arg.kind === "array" && values[arg.name] !== undefined)
        this.#checkIndexes(arg, values[arg.name] as Uint32Array, values, n);
  }

  #writeNumber(view: DataView, to: number, { name, type, multiple }: ParsedNumber, value: ArgValue): void {
    if (typeof value !== "number") throw this.#wrong(name, "a number", String(value));
    if (type === "f32") view.setFloat32(to, value, true);
    else if (type === "f64") view.setFloat64(to, value, true);
    else {
      if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32)
        throw this.#wrong(name, "a whole number of 32 bits", String(value));
      if (value % multiple !== 0) throw this.#wrong(name, `a multiple of ${multiple}`, String(value));
      view.setUint32(to, value >>> 0, true);
    }
  }

  #check(arg: ParsedArray, value: ArgValue, n: (name: string) => number, buffer: ArrayBufferLike): void {
    const Type = constructors[arg.type];
    if (!(value instanceof Type) || value.buffer !== buffer)
      throw this.#wrong(arg.name, `a ${Type.name} in the kernels' memory`, value === undefined ? "none" : typeof value);
    const min = lengthOfShape(arg.shape, n);
    if (!(value.length >= min)) throw this.#wrong(arg.name, `at least ${min} entries`, String(value.length));
  }

  #checkIndexes(
    arg: ParsedArray,
    value: Uint32Array,
    values: Readonly<Record<string, ArgValue>>,
    n: (name: string) => number,
  ): void {
    if (arg.below !== undefined) {
      const bound = n(arg.below);
      const outside = value.findIndex((index) => index >= bound);
      if (outside >= 0) throw this.#wrong(`${arg.name}[${outside}]`, `an index below ${bound}`, String(value[outside]));
    }
    if (arg.offsetsOf !== undefined) {
      const entries = (values[arg.offsetsOf] as Uint32Array | undefined)?.length ?? 0;
      const used = lengthOfShape(arg.shape, n);
      for (let r = 0; r < used; r++)
        if (value[r]! > entries || (r > 0 && value[r]! < value[r - 1]!))
          throw this.#wrong(`${arg.name}[${r}]`, `ascending and at most ${entries}`, String(value[r]));
    }
  }

  #wrong(name: string, expected: string, received: string): ShapeError {
    return new ShapeError(`${this.#kernel}: ${name}`, expected, received);
  }
}
