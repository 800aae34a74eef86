import { textHash } from "../compute/hash.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { drawConfigurations } from "./configurations.ts";
import { edgeOf, type RangeDimension, widened } from "./dimension.ts";
import type { Configuration, SearchSpace, Wanted } from "./search-space.ts";

/**
 * Widens ranges that the model declares where the best configuration so far lies at their edge: what is best may then lie beyond. Ranges
 * that somebody asked for stay as they are.
 */
export class WideningSpace {
  readonly #model: Pick<RegisteredModel, "key" | "params">;
  readonly #asked: ReadonlySet<string>;
  readonly #seed: number;
  readonly notes: string[] = [];
  /** All that was searched. */
  space: SearchSpace;

  constructor(
    model: Pick<RegisteredModel, "key" | "params">,
    space: SearchSpace,
    wanted: Readonly<Record<string, Wanted>>,
    seed: number,
  ) {
    this.#model = model;
    this.#asked = new Set(Object.keys(wanted).filter((name) => wanted[name] !== "declared"));
    this.#seed = seed;
    this.space = space;
  }

  /** So many configurations around the old end of each range that is widened; `undefined` where none is. */
  widen(best: Configuration, count: number): readonly Configuration[] | undefined {
    const parts: Record<string, RangeDimension> = {};
    const whole: Record<string, RangeDimension> = {};
    for (const [name, dimension] of Object.entries(this.space)) {
      const end = this.#asked.has(name) ? undefined : edgeOf(dimension, best[name]!);
      const spec = this.#model.params[name]!;
      if (end === undefined || dimension.kind !== "range" || !("min" in spec)) continue;
      const wider = widened(dimension, end, spec);
      if (wider === undefined) continue;
      parts[name] = wider.part;
      whole[name] = wider.whole;
      this.notes.push(
        `${this.#model.key}.${name}: the best so far, ${best[name]}, was at the edge of ${rangeText(dimension)}; the last third of the trials searched ${rangeText(wider.part)}.`,
      );
    }
    if (Object.keys(parts).length === 0) return undefined;
    const around = { ...this.space, ...parts };
    this.space = { ...this.space, ...whole };
    return drawConfigurations(around, count, (this.#seed ^ textHash("widened")) >>> 0);
  }

  /** What to say where the best of all lies at the edge of what was searched. */
  edgeNotes(best: Configuration): readonly string[] {
    return Object.entries(this.space).flatMap(([name, dimension]) => {
      const end = edgeOf(dimension, best[name]!);
      const spec = this.#model.params[name]!;
      if (end === undefined || dimension.kind !== "range" || !("min" in spec)) return [];
      if (end === "low" ? dimension.low <= spec.min : dimension.high >= spec.max) return [];
      const owner = `${this.#model.key}.${name}`;
      return [
        `${owner}: the best, ${best[name]}, is at the edge of what was searched, ${rangeText(dimension)}; a ${end === "low" ? "lower" : "higher"} one may be better.`,
      ];
    });
  }
}

const rangeText = ({ low, high }: RangeDimension): string => `${low} … ${high}`;
