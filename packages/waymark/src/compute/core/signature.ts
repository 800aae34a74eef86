/**
 * What a kernel takes, written once: the order of its arguments, their types and shapes. From it come the TypeScript types of
 * a call, the block of memory the kernel reads and the checks of every size and index.
 *
 *     "i32" "f32" "f64"                   a number
 *     "i32 multiple of 16"                a whole number the kernel can use
 *     "f32[rows,width]"                   an array of at least that many entries; also f64, u32, u8
 *     "f32[columns]"                      the name of another array stands for its length
 *     "u32[rows+1] offsets of columns"    ascending from 0 to at most the length of `columns`
 *     "u32[*] below items"                any length; every entry less than the number `items`
 *     "f32[*] or none"                    may be left out
 */
export interface Signature {
  readonly args: Readonly<Record<string, string>>;
  /** Minimum lengths that the shapes cannot say: of arrays with strides, or what the range of the call implies. */
  readonly minLength?: (n: (name: string) => number, count: number) => Readonly<Record<string, number>>;
  /** Bytes of scratch a thread needs; `n` gives the numbers of the call by name. @defaultValue none */
  readonly scratch?: (n: (name: string) => number, chunk: number) => number;
  /** Numbers of a small case for the self-test, `count` being the range; `"name="` fills an array of u32. See sample-call.ts. */
  readonly sample: Readonly<Record<string, number>> & { readonly count: number };
}

/** Keeps the literal types of a record of signatures. */
export const signatures = <const S extends Readonly<Record<string, Signature>>>(record: S): S => record;

type ArrayOf<T extends string> = T extends `f32[${string}`
  ? Float32Array
  : T extends `f64[${string}`
    ? Float64Array
    : T extends `u32[${string}`
      ? Uint32Array
      : T extends `u8[${string}`
        ? Uint8Array
        : number;
type Optional<T extends string> = T extends `${string}or none` ? undefined : never;

/** The arguments of a call, by name. */
export type ArgsOf<S extends Signature> = {
  readonly [K in keyof S["args"]]: ArrayOf<S["args"][K]> | Optional<S["args"][K]>;
};

export type ArrayType = "f32" | "f64" | "u32" | "u8";

export interface ParsedArray {
  readonly kind: "array";
  readonly name: string;
  readonly type: ArrayType;
  /** Factors of the minimum length, each a name or a number plus a number; undefined: any length. */
  readonly shape: readonly { readonly name: string | undefined; readonly plus: number }[] | undefined;
  readonly below: string | undefined;
  readonly offsetsOf: string | undefined;
  readonly optional: boolean;
  /** As in "f32[n,n] definite": a symmetric positive definite matrix, for samples. */
  readonly definite: boolean;
  /** As in "f32[n] positive": no negative numbers, for samples. */
  readonly positive: boolean;
}
export interface ParsedNumber {
  readonly kind: "number";
  readonly name: string;
  readonly type: "i32" | "f32" | "f64";
  /** 1 where any whole number will do. */
  readonly multiple: number;
}
export type ParsedArg = ParsedArray | ParsedNumber;

const form = /^(f32|f64|u32|u8)\[([^\]]*)\](?: below (\w+))?(?: offsets of (\w+))?( definite| positive)?( or none)?$/;

/** @throws {SyntaxError} for a text that is not of the forms above */
export function parseSignature({ args }: Signature): readonly ParsedArg[] {
  return Object.entries(args).map(([name, text]): ParsedArg => {
    if (text === "i32" || text === "f32" || text === "f64") return { kind: "number", name, type: text, multiple: 1 };
    const multiple = /^i32 multiple of (\d+)$/.exec(text);
    if (multiple) return { kind: "number", name, type: "i32", multiple: Number(multiple[1]) };
    const match = form.exec(text);
    if (!match) throw new SyntaxError(`Not the form of a kernel's argument: ${name}: ${text}`);
    const [, type, shape, below, offsetsOf, kind, optional] = match;
    return {
      kind: "array",
      name,
      type: type as ArrayType,
      shape: shape === "*" ? undefined : shape!.split(",").map(parseFactor),
      below,
      offsetsOf,
      definite: kind === " definite",
      positive: kind === " positive",
      optional: optional !== undefined,
    };
  });
}

function parseFactor(text: string): { readonly name: string | undefined; readonly plus: number } {
  const [first, plus = "0"] = text.split("+");
  return /^\d+$/.test(first!) ? { name: undefined, plus: Number(first) } : { name: first!, plus: Number(plus) };
}

/** Minimum length of an array, the numbers of the call given. */
export const lengthOfShape = (shape: ParsedArray["shape"], n: (name: string) => number): number =>
  shape === undefined
    ? 0
    : shape.reduce((size, { name, plus }) => size * ((name === undefined ? 0 : n(name)) + plus), 1);

/** Entries an array needs for a matrix whose rows and columns lie so many entries apart. */
export const extent = (rows: number, rowStride: number, columns: number, columnStride = 1): number =>
  rows > 0 && columns > 0 ? (rows - 1) * rowStride + (columns - 1) * columnStride + 1 : 0;
