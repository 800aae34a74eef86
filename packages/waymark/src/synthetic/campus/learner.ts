import { Random } from "../../compute/random.ts";
import { termCount } from "./calendar.ts";
import { styleCount } from "./catalogue.ts";
import { stream } from "./parameters.ts";
import { programmes } from "./programmes.ts";
import { companions, firstTopic, subjectOfTopic, subjects, topics } from "./subjects/all-subjects.ts";

/** What is true of one learner and stands in no file but the truth. Fields are overwritten for the next learner. */
export interface Learner {
  programme: number;
  entryTerm: number;
  partTime: boolean;
  /** Terms the learner means to stay; 1 for guests. */
  plannedTerms: number;
  /** Standard normal, on the scale of courses' difficulty. */
  ability: number;
  /** Courses a term, on average. */
  pace: number;
  /** Added to every rating this learner gives. */
  leniency: number;
  interestCount: number;
  readonly interestTopics: Uint8Array; // (maxInterests), the first `interestCount` count, strongest first
  readonly interestWeights: Float64Array; // (maxInterests), 0 … 1
  /** Interest in every topic, 0 … 1: what spreads from the interests above to their subject and its companions. */
  readonly interest: Float64Array; // (topics)
  readonly style: Float64Array; // (styleCount), standard normal
}

export const maxInterests = 6;

export const emptyLearner = (): Learner => ({
  programme: 0,
  entryTerm: 0,
  partTime: false,
  plannedTerms: 1,
  ability: 0,
  pace: 0,
  leniency: 0,
  interestCount: 0,
  interestTopics: new Uint8Array(maxInterests),
  interestWeights: new Float64Array(maxInterests),
  interest: new Float64Array(topics.length),
  style: new Float64Array(styleCount),
});

/** Draws learner number `index`: the same in a campus of any size with this seed. */
export function drawLearner(seed: number, index: number, into: Learner): Learner {
  const random = new Random(seed, stream("traits", index));
  into.programme = weighted(random, programmeWeights);
  into.entryTerm = weighted(random, entryWeights);
  into.partTime = random.uniform() < 0.3;
  const guest = random.uniform() < 0.12;
  into.plannedTerms = guest ? 1 : into.partTime ? 6 + random.below(5) : 5 + random.below(3);
  into.ability = random.normal();
  into.pace = Math.exp(random.normal(0, 0.3)) * (guest ? 1.4 : into.partTime ? 1.6 : 3.2);
  into.leniency = random.normal(0, 0.3);
  for (let k = 0; k < styleCount; k++) into.style[k] = random.normal();
  drawInterests(random, into);
  return into;
}

/** Two to six interests, most of them in the home subjects of the programme. */
function drawInterests(random: Random, learner: Learner): void {
  const { home } = programmes[learner.programme]!;
  learner.interestCount = 2 + random.below(maxInterests - 1);
  for (let k = 0; k < learner.interestCount; k++) {
    const atHome = home.length > 0 && random.uniform() < 0.65;
    const subject = atHome ? home[random.below(home.length)]! : weighted(random, subjectWeights);
    const from = firstTopic[subject]!;
    learner.interestTopics[k] = from + random.below(firstTopic[subject + 1]! - from);
    learner.interestWeights[k] = (1 - 0.12 * k) * (0.75 + 0.25 * random.uniform());
  }
  spreadInterests(learner);
}

/** An interest is felt in full for its topic, by six tenths for its subject, by a seventh for companion subjects; the most counts. */
function spreadInterests({ interest, interestCount, interestTopics, interestWeights }: Learner): void {
  interest.fill(0);
  for (let k = 0; k < interestCount; k++) {
    const topic = interestTopics[k]!;
    const weight = interestWeights[k]!;
    const subject = subjectOfTopic[topic]!;
    raise(interest, subject, 0.6 * weight);
    for (const companion of companions[subject]!) raise(interest, companion, 0.15 * weight);
    interest[topic] = Math.max(interest[topic]!, weight);
  }
}

function raise(interest: Float64Array, subject: number, weight: number): void {
  for (let t = firstTopic[subject]!; t < firstTopic[subject + 1]!; t++) if (interest[t]! < weight) interest[t] = weight;
}

const programmeWeights = programmes.map(({ weight }) => weight);
const subjectWeights = subjects.map(({ weight }) => weight);
const entryWeights = Array.from({ length: termCount }, (_, term) => 1 + 0.08 * term); // the campus grows

function weighted(random: Random, weights: readonly number[]): number {
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}
