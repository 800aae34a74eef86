import type { IntegerSpec, NumberSpec, ParamSpec } from "../models/params.ts";
import { type Dimension, rangeOf } from "./dimension.ts";

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
