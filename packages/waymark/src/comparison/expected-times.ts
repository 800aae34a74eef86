import type { DataSize } from "../models/data-size.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { type ParamValue, resolveParams } from "../models/params.ts";

/** Seconds of computing metrics and handing over questions, a learner. */
const secondsPerLearner = 1e-5;
/** A model that declares nothing is expected to be asked one learner at a time. */
const undeclared = ({ cells, interactions }: DataSize): number => 3e-8 * cells + 1e-6 * interactions;
/** So many seconds must have been measured before measurements weigh more than declarations. */
const trusted = 2;
/** One measurement counts at most so many times what was declared, and this: the first call of all starts threads. */
const believed = { times: 5, seconds: 0.5 };

/** A model expected to take so long, or so much memory, is announced before it begins. */
const announced = { seconds: 60, bytes: 2 ** 29 };

/** How long models will take: what they declare for data of this size, set right by what was measured so far in this run. */
export class ExpectedTimes {
  readonly #size: DataSize;
  #declared = trusted;
  #measured = trusted;

  constructor(size: DataSize) {
    this.#size = size;
  }

  /** Seconds of training a model, making its lists and measuring them. @param times how often, for a search */
  of(model: RegisteredModel, params: Readonly<Record<string, ParamValue>> = {}, times = 1): number {
    return this.#declaredBy(model, params, times) * (this.#measured / this.#declared);
  }

  /** "ease: about 300 s and 2.5 GB of memory expected." for a model that takes long or much; `undefined` for others. */
  announcement(
    model: RegisteredModel,
    params: Readonly<Record<string, ParamValue>> = {},
    times = 1,
  ): string | undefined {
    const seconds = this.of(model, params, times);
    const bytes = model.expectedBytes?.(this.#size, resolveParams(model.key, model.params, params)) ?? 0;
    if (seconds < announced.seconds && bytes < announced.bytes) return undefined;
    const memory = bytes < announced.bytes ? "" : ` and ${(bytes / 2 ** 30).toFixed(1)} GB of memory`;
    return `${model.key}: about ${Math.ceil(seconds)} s${memory} expected.`;
  }

  /** Takes a measurement into account. */
  measured(model: RegisteredModel, params: Readonly<Record<string, ParamValue>>, seconds: number, times = 1): void {
    const declared = this.#declaredBy(model, params, times);
    this.#declared += declared;
    this.#measured += Math.min(seconds, believed.times * declared + believed.seconds);
  }

  #declaredBy(model: RegisteredModel, params: Readonly<Record<string, ParamValue>>, times: number): number {
    const given = resolveParams(model.key, model.params, params);
    const own = model.expectedSeconds?.(this.#size, given) ?? undeclared(this.#size);
    return times * (own + secondsPerLearner * this.#size.users);
  }
}
