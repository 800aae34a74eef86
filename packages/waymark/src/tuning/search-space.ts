import { InvalidInputError, UnknownNameError } from "../errors.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import {
  type IntegerSpec,
  type NumberSpec,
  type ParamSpec,
  type ParamValue,
  paramName,
  resolveParams,
} from "../models/params.ts";
import { changeOption } from "../remedy.ts";
import { type Dimension, rangeOf } from "./dimension.ts";

/** The searched parameters, in the order the model declares them. */
export type SearchSpace = Readonly<Record<string, Dimension>>;

/** The searched parameters of one trained model, by name. */
export type Configuration = Readonly<Record<string, ParamValue>>;

/** What somebody wants searched of a parameter: these values, this range, or what the model declares. */
export type Wanted = readonly ParamValue[] | { readonly from: number; readonly to: number } | "declared";

/**
 * The space of a search. With nothing wanted: every parameter that the model declares a range for (see
 * declared-range.ts), but those fixed and `epochs`, which is a budget: it stays at its
 * default, or is what halving gives more of. With something wanted: that and nothing else.
 *
 * @param feedback what the model learns from; parameters that have no effect on it are not searched. Absent: all are
 * @throws {UnknownNameError} for a parameter the model does not have
 * @throws {InvalidInputError} for a value out of its range, a parameter both wanted and fixed, or nothing to search
 */
export function resolveSpace(
  model: Pick<RegisteredModel, "key" | "params">,
  wanted: Readonly<Record<string, Wanted>> = {},
  fixed: Configuration = {},
  feedback?: "explicit" | "implicit",
): SearchSpace {
  const { key, params } = model;
  resolveParams(key, params, fixed);
  for (const name of Object.keys(wanted)) {
    if (paramName(key, params, name) !== name)
      throw new UnknownNameError(`parameter of ${key}`, name, Object.keys(params));
    if (Object.hasOwn(fixed, name))
      throw new InvalidInputError(
        `${key}.${name}`,
        { sentence: `${key}.${name} cannot be both searched and fixed.` },
        fixed[name],
        "Leave one of them out.",
      );
    if (actsOnOther(params[name]!, feedback))
      throw new InvalidInputError(
        `${key}.${name}`,
        {
          sentence: `${key}.${name} has no effect on ${feedback === "explicit" ? "ratings" : "data without ratings"}.`,
        },
        wanted[name],
        "Leave it out of the search.",
      );
  }
  const all = Object.keys(wanted).length === 0;
  const dimensions = Object.entries(params).flatMap(([name, spec]): readonly (readonly [string, Dimension])[] => {
    if (all) {
      const isFixed = name === "epochs" || Object.hasOwn(fixed, name);
      const declared = isFixed || actsOnOther(spec, feedback) ? undefined : declaredDimension(spec);
      return declared ? [[name, declared]] : [];
    }
    const want = wanted[name];
    return want === undefined ? [] : [[name, dimensionOf(model, name, want)]];
  });
  if (dimensions.length > 0) return Object.fromEntries(dimensions);
  throw new InvalidInputError(
    "space",
    { sentence: `There is nothing to search for ${key}.` },
    key,
    Object.keys(params).length === 0
      ? "This model has no parameters; choose another."
      : changeOption("set", "space", `${key}.${Object.keys(params)[0]}=…`),
  );
}

const actsOnOther = (spec: ParamSpec, feedback: ParamSpec["feedback"]): boolean =>
  feedback !== undefined && spec.feedback !== undefined && spec.feedback !== feedback;

function dimensionOf(model: Pick<RegisteredModel, "key" | "params">, name: string, want: Wanted): Dimension {
  const { key, params } = model;
  const owner = `${key}.${name}`;
  const spec = params[name]!;
  if (want === "declared") {
    const declared = declaredDimension(spec);
    if (declared) return declared;
    throw new InvalidInputError(owner, "given values or a range", want, `For example ${owner}=${spec.default},…`);
  }
  const check = (value: ParamValue) => resolveParams(key, params, { [name]: value });
  if ("from" in want) {
    const whole = spec.kind === "integer";
    if ((!whole && spec.kind !== "number") || !(want.from < want.to))
      throw new InvalidInputError(
        owner,
        "a range from a lower to a higher number, or values",
        `${want.from}..${want.to}`,
      );
    check(want.from);
    check(want.to);
    return rangeOf(want.from, want.to, whole);
  }
  if (want.length === 0) throw new InvalidInputError(owner, "given at least one value to try", want);
  for (const value of want) check(value);
  return { kind: "values", values: [...new Set(want)] };
}

/**
 * What a declaration gives a search, by this rule:
 *
 * - a choice: all options; a flag: both;
 * - a number whose declaration names a range to search: that range;
 * - a number whose bounds are far (more than 100 apart, or the upper one 100 times the default) and whose default is above
 *   0: a tenth to ten times the default, whole numbers a quarter to four times, inside the bounds: those only say what is
 *   possible (1 to 100,000 factors), the default says where it is sensible;
 * - a number with near bounds: from bound to bound.
 *
 * @returns `undefined` where the declaration says to leave it alone, or gives nothing to go by (a default of 0 or −1 that
 * stands for "auto", and no bounds near)
 */
export function declaredDimension(spec: ParamSpec): Dimension | undefined {
  if (spec.search === false) return undefined;
  if (spec.kind === "choice") return { kind: "values", values: spec.options };
  if (spec.kind === "flag") return { kind: "values", values: [false, true] };
  const ends = spec.search ?? defaultEnds(spec);
  return ends && rangeOf(ends[0], ends[1], spec.kind === "integer");
}

function defaultEnds(spec: IntegerSpec | NumberSpec): readonly [low: number, high: number] | undefined {
  const { min, max, default: usual } = spec;
  const isFar = max - min > 100 || (usual > 0 && max >= 100 * usual);
  if (isFar && usual > 0) {
    const reach = spec.kind === "integer" ? 4 : 10;
    const low = spec.kind === "integer" ? Math.ceil(usual / reach) : Number((usual / reach).toPrecision(3));
    return [Math.max(min, low), Math.min(max, Number((usual * reach).toPrecision(3)))];
  }
  return isFar ? undefined : [min, max];
}
