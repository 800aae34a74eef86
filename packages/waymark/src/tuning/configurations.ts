import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { InvalidInputError } from "../errors.ts";
import type { ParamSpecs, ParamValue } from "../models/params.ts";
import { changeOption, either } from "../remedy.ts";
import { allValuesOf, drawFrom, levelsOf } from "./dimension.ts";
import type { Configuration, SearchSpace } from "./search-space.ts";

/**
 * Every combination of the values given, and of three levels of each range; the first parameter changes slowest.
 *
 * @throws {InvalidInputError} when there are more than `most`: a part of a grid would leave a corner unsearched
 */
export function gridOf(space: SearchSpace, most: number): readonly Configuration[] {
  const axes = Object.entries(space).map(([name, dimension]) => [name, levelsOf(dimension)] as const);
  const size = axes.reduce((product, [, levels]) => product * levels.length, 1);
  if (size > most)
    throw new InvalidInputError(
      "trials",
      `at least ${size.toLocaleString("en-GB")}, the combinations of this grid`,
      most,
      either("Search fewer values.", changeOption("raise", "trials"), changeOption("set", "search", "random")),
    );
  return product(axes);
}

/**
 * Configurations drawn one after another, no two alike: the same seed gives the same ones, and more of them begin with
 * the same. A space with no more than `count` configurations is tried whole.
 *
 * @see Bergstra & Bengio 2012, *Random search for hyper-parameter optimization*, JMLR 13
 */
export function drawConfigurations(space: SearchSpace, count: number, seed: number): readonly Configuration[] {
  const axes = Object.entries(space).map(([name, dimension]) => [name, allValuesOf(dimension)] as const);
  const size = axes.reduce((product, [, values]) => product * (values?.length ?? Number.POSITIVE_INFINITY), 1);
  if (size <= count) return product(axes as readonly (readonly [string, readonly ParamValue[]])[]);
  const random = new Random(seed, textHash("tune"));
  const drawn = new Map<string, Configuration>();
  const add = (configuration: Configuration) => drawn.set(JSON.stringify(configuration), configuration);
  // A logarithmic range of few whole numbers hides some of them well; what is not found in so many draws is left.
  for (let draws = 0; drawn.size < count && draws < 100 * count; draws++)
    add(Object.fromEntries(Object.entries(space).map(([name, dimension]) => [name, drawFrom(dimension, random)])));
  return [...drawn.values()].slice(0, count);
}

/** The searched parameters at the model's defaults, which every search begins with: it cannot end below them. */
export const defaultsOf = (space: SearchSpace, specs: ParamSpecs): Configuration =>
  Object.fromEntries(Object.keys(space).map((name) => [name, specs[name]!.default]));

/** The configurations with the first one given in front of them, each once. */
export const beginningWith = (
  first: Configuration,
  others: readonly Configuration[],
): readonly [Configuration, ...Configuration[]] => [first, ...others.filter((other) => !isSame(other, first))];

export const isSame = (a: Configuration, b: Configuration): boolean => JSON.stringify(a) === JSON.stringify(b);

const product = (axes: readonly (readonly [string, readonly ParamValue[]])[]): readonly Configuration[] =>
  axes.reduce<readonly Configuration[]>(
    (some, [name, values]) => some.flatMap((begun) => values.map((value) => ({ ...begun, [name]: value }))),
    [{}],
  );
