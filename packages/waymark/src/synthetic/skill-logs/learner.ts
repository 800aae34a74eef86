import { Random } from "../../compute/random.ts";
import { learnerId, stream } from "./parameters.ts";
import { partCount, tagCount } from "./questions.ts";

/** What is true of one learner when the logs begin. Fields are overwritten for the next learner. */
export interface Learner {
  id: string;
  /** Standard normal, on the scale of difficulties. */
  ability: number;
  /** Added to it in each part. */
  readonly strengths: Float64Array; // (parts)
  /** Running sums of how much each part is practised: the learner's goals. */
  readonly goals: Float64Array; // (parts)
  /** 1 for skills the learner looks for, less for others. */
  readonly interest: Float64Array; // (tags)
  /** What the logarithm of practice of a skill adds to ability there. */
  learningRate: number;
  /** Taken from the logarithm of the seconds to an answer. */
  speed: number;
  /** Chance of staying after a session without trouble. */
  loyalty: number;
  /** Answers in a session, on average. */
  sessionLength: number;
  /** Milliseconds since 1970 of the first answer. */
  start: number;
}

export const emptyLearner = (): Learner => ({
  id: "",
  ability: 0,
  strengths: new Float64Array(partCount),
  goals: new Float64Array(partCount),
  interest: new Float64Array(tagCount),
  learningRate: 0,
  speed: 0,
  loyalty: 0,
  sessionLength: 0,
  start: 0,
});

/** Between May 2018 and December 2019, as EdNet. */
const firstStart = Date.UTC(2018, 4, 1);
const lastStart = Date.UTC(2019, 11, 1);
/** How much a skill that is not looked for is practised beside one that is. */
const indifference = 0.08;

/** Draws learner number `index`: the same among any number of learners with this seed. */
export function drawLearner(seed: number, index: number, into: Learner): Learner {
  const random = new Random(seed, stream("traits", index));
  into.id = learnerId(index);
  into.ability = random.normal();
  let sum = 0;
  for (let part = 0; part < partCount; part++) {
    into.strengths[part] = random.normal(0, 0.5);
    sum += Math.exp(random.normal(0, 1.2));
    into.goals[part] = sum;
  }
  for (let tag = 0; tag < tagCount; tag++) into.interest[tag] = random.uniform() < 0.25 ? 1 : indifference;
  into.learningRate = 0.25 * Math.exp(random.normal(0, 0.4));
  into.speed = random.normal(0, 0.25);
  into.loyalty = 1 - 0.22 * Math.exp(random.normal(0, 0.7));
  into.sessionLength = 8 + 16 * random.uniform();
  into.start = Math.floor(firstStart + random.uniform() * (lastStart - firstStart));
  return into;
}
