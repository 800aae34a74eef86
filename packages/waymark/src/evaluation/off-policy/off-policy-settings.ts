import { InvalidInputError } from "../../errors.ts";
import type { RunOptions } from "../settings.ts";

export interface OffPolicyOptions extends RunOptions {
  /** Of the softmax over scores, in standard deviations of a decision's scores; less follows the model more closely. @defaultValue 1 */
  readonly temperature?: number;
  /** Largest weight of a decision. @defaultValue 20 */
  readonly clip?: number;
  /** Training rows an item needs to be something the log supports. @defaultValue 5 */
  readonly support?: number;
  /** Decisions looked at, at most. @defaultValue 5000 */
  readonly decisions?: number;
  /** Effective sample size below which the estimates are called unreliable. @defaultValue 100 */
  readonly leastSample?: number;
  /** Bootstrap resamples; 0 for no intervals. @defaultValue 1000 */
  readonly resamples?: number;
  /** @defaultValue 0.95 */
  readonly confidence?: number;
  /** @defaultValue 0 */
  readonly seed?: number;
}

const usual = {
  temperature: 1,
  clip: 20,
  support: 5,
  decisions: 5000,
  leastSample: 100,
  resamples: 1000,
  confidence: 0.95,
  seed: 0,
};
export type OffPolicySettings = typeof usual;

/** The options with defaults filled in. @throws {InvalidInputError} for one out of range */
export function resolveOffPolicyOptions(options: OffPolicyOptions): OffPolicySettings {
  const settings: OffPolicySettings = { ...usual, ...options };
  const { temperature, clip, support, decisions, confidence } = settings;
  const check = (name: string, expected: string, value: number, isFine: boolean): void => {
    if (!isFine) throw new InvalidInputError(name, expected, value);
  };
  check("temperature", "a number above 0", temperature, temperature > 0 && Number.isFinite(temperature));
  check("clip", "a number of at least 1", clip, clip >= 1);
  check("support", "a whole number of at least 1", support, Number.isInteger(support) && support >= 1);
  check("decisions", "a whole number of at least 1", decisions, Number.isInteger(decisions) && decisions >= 1);
  check("confidence", "a number between 0 and 1", confidence, confidence > 0 && confidence < 1);
  return settings;
}
