import { InvalidInputError, UnknownNameError } from "../errors.ts";

/**
 * A hyper-parameter, declared once. From this one declaration come its type, the command line's `--set`, validation,
 * sliders, the tuner's space and the documentation.
 */
export type ParamSpec = IntegerSpec | NumberSpec | ChoiceSpec | FlagSpec;

interface Described<T> {
  readonly default: T;
  /** One sentence: what it means and what raising it does. */
  readonly description: string;
  /** The feedback it acts on, where the other has no use for it: a search on that leaves it alone. @defaultValue both */
  readonly feedback?: "explicit" | "implicit";
  /** Earlier names, still accepted. */
  readonly formerly?: readonly string[];
}
interface Bounded extends Described<number> {
  readonly min: number;
  readonly max: number;
  /** A range where the tuner's rule (src/tuning/declared-range.ts) would take another; `false` as for the others. */
  readonly search?: false | readonly [low: number, high: number];
}
export interface IntegerSpec extends Bounded {
  readonly kind: "integer";
}
export interface NumberSpec extends Bounded {
  readonly kind: "number";
}
export interface ChoiceSpec<T extends string = string> extends Described<T> {
  readonly kind: "choice";
  readonly options: readonly T[];
  /** `false`: `waymark tune` leaves it alone unless it is named; it changes the cost or the arithmetic, not the model. */
  readonly search?: false;
}
export interface FlagSpec extends Described<boolean> {
  readonly kind: "flag";
  readonly search?: false;
}

export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

/** The values a declaration describes: `{ factors: number, biased: boolean, … }`. */
export type ParamsOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends ChoiceSpec<infer T> ? T : S[K] extends FlagSpec ? boolean : number;
};

export type ParamValue = number | string | boolean;

export const integer = (spec: Omit<IntegerSpec, "kind">): IntegerSpec => ({ kind: "integer", ...spec });
export const number = (spec: Omit<NumberSpec, "kind">): NumberSpec => ({ kind: "number", ...spec });
export const choice = <const T extends string>(spec: Omit<ChoiceSpec<T>, "kind">): ChoiceSpec<T> => ({
  kind: "choice",
  ...spec,
});
export const flag = (spec: Omit<FlagSpec, "kind">): FlagSpec => ({ kind: "flag", ...spec });

/**
 * Fills in the defaults and checks every value.
 *
 * @param owner the model's name, for messages
 * @throws {UnknownNameError} for a parameter the declaration does not have
 * @throws {InvalidInputError} for a value of the wrong kind or out of range
 */
export function resolveParams<S extends ParamSpecs>(
  owner: string,
  specs: S,
  given: Readonly<Record<string, unknown>>,
): ParamsOf<S> {
  const named = new Map(Object.entries(given).map(([name, value]) => [paramName(owner, specs, name), value]));
  const resolved = Object.entries(specs).map(([name, spec]) => {
    const value = named.get(name) ?? spec.default;
    if (!allows(spec, value)) throw new InvalidInputError(`${owner}.${name}`, describeRange(spec), value);
    return [name, value];
  });
  return Object.fromEntries(resolved) as ParamsOf<S>;
}

/** The name under which a parameter is declared now. @throws {UnknownNameError} when it is none, nor ever was */
export function paramName(owner: string, specs: ParamSpecs, name: string): string {
  if (Object.hasOwn(specs, name)) return name;
  const renamed = Object.entries(specs).find(([, { formerly }]) => formerly?.includes(name));
  if (renamed) return renamed[0];
  throw new UnknownNameError(`parameter of ${owner}`, name, Object.keys(specs));
}

/** Reads a parameter from text, as a command line or a form gives it. @throws {InvalidInputError} */
export function parseParam(owner: string, name: string, spec: ParamSpec, text: string): ParamValue {
  const value =
    spec.kind === "choice"
      ? text
      : spec.kind === "flag"
        ? text === "true"
          ? true
          : text === "false"
            ? false
            : undefined
        : text.trim() === ""
          ? undefined
          : Number(text);
  if (value === undefined || !allows(spec, value))
    throw new InvalidInputError(`${owner}.${name}`, describeRange(spec), text);
  return value;
}

/** "a whole number from 1 to 500", for messages and help. */
export function describeRange(spec: ParamSpec): string {
  if (spec.kind === "choice") return `one of ${spec.options.join(", ")}`;
  if (spec.kind === "flag") return "true or false";
  return `${spec.kind === "integer" ? "a whole number" : "a number"} from ${spec.min} to ${spec.max}`;
}

function allows(spec: ParamSpec, value: unknown): boolean {
  if (spec.kind === "choice") return (spec.options as readonly unknown[]).includes(value);
  if (spec.kind === "flag") return typeof value === "boolean";
  if (typeof value !== "number" || !(value >= spec.min && value <= spec.max)) return false;
  return spec.kind === "number" || Number.isInteger(value);
}
