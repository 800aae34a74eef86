import { Random } from "../../compute/random.ts";
import { stream } from "./parameters.ts";

/** One of the seven parts of a TOEIC test, with the figures of EdNet's 13,169 questions. */
interface Part {
  /** Share of all questions. */
  readonly share: number;
  /** Different tags its questions carry, and tags a question carries on average. */
  readonly tags: number;
  readonly tagsEach: number;
  /** Choices, a right one among them. */
  readonly choices: number;
  /** Median seconds to an answer. */
  readonly seconds: number;
}

const parts: readonly Part[] = [
  { share: 0.049, tags: 29, tagsEach: 3, choices: 4, seconds: 22 },
  { share: 0.126, tags: 35, tagsEach: 4, choices: 3, seconds: 18 },
  { share: 0.096, tags: 14, tagsEach: 3, choices: 4, seconds: 28 },
  { share: 0.088, tags: 27, tagsEach: 3, choices: 4, seconds: 28 },
  { share: 0.433, tags: 73, tagsEach: 1, choices: 4, seconds: 21 },
  { share: 0.101, tags: 66, tagsEach: 1, choices: 4, seconds: 30 },
  { share: 0.107, tags: 36, tagsEach: 3, choices: 4, seconds: 45 },
];
export const partCount = parts.length;
export const tagCount = parts.reduce((sum, { tags }) => sum + tags, 0);

/** A question with what is true of it; EdNet's file shows part, tags and the right answer only. */
export interface Question {
  readonly part: number; // 0 … 6
  /** Numbers of its tags; the first is the skill that practising it trains. */
  readonly tags: readonly number[];
  readonly correct: number; // 0 … choices − 1
  readonly choices: number;
  /** Of Birnbaum's model: on the scale of abilities, above 0, and the chance of a lucky guess. */
  readonly difficulty: number;
  readonly discrimination: number;
  readonly guessing: number;
  /** Natural logarithm of the seconds that a learner of average speed needs. */
  readonly logSeconds: number;
}

/** All questions, and how each part hands them out. */
export interface QuestionBank {
  readonly questions: readonly Question[];
  /** Question numbers of each part. */
  readonly byPart: readonly Uint32Array[];
  /** Running sums of how much each question of a part is seen, in the order of `byPart`. */
  readonly seen: readonly Float64Array[];
}

/** Questions behind the most seen of a part: the k-th is seen as often as 1 / (k + 4)^0.8. */
const popularity = (rank: number): number => (rank + 4) ** -0.8;

/**
 * Draws the questions. Every part has at least one in seventy. Discriminations are log-normal around 1, difficulties
 * normal around the part's own level.
 */
export function drawQuestions(count: number, seed: number): QuestionBank {
  const sizes = partSizes(count);
  const firstTag = parts.map((_, part) => parts.slice(0, part).reduce((sum, { tags }) => sum + tags, 0));
  const questions: Question[] = [];
  const byPart = sizes.map((size) => new Uint32Array(size));
  sizes.forEach((size, part) => {
    for (let k = 0; k < size; k++) {
      byPart[part]![k] = questions.length;
      questions.push(drawQuestion(part, firstTag[part]!, new Random(seed, stream("question", questions.length))));
    }
  });
  const order = new Random(seed, stream("question", count));
  for (const some of byPart) order.shuffle(some); // the most seen come first
  const seen = byPart.map((some) => {
    let sum = 0;
    return Float64Array.from(some, (_, rank) => (sum += popularity(rank)));
  });
  return { questions, byPart, seen };
}

function drawQuestion(part: number, firstTag: number, random: Random): Question {
  const { tags, tagsEach, choices, seconds } = parts[part]!;
  const wanted = Math.max(1, tagsEach + random.below(3) - 1);
  const drawn = new Set<number>();
  while (drawn.size < wanted) drawn.add(firstTag + Math.floor(tags * random.uniform() ** 1.7)); // some skills lead
  const difficulty = random.normal(-0.6 + 0.1 * part, 0.9);
  return {
    part,
    tags: [...drawn],
    correct: random.below(choices),
    choices,
    difficulty,
    discrimination: Math.exp(random.normal(0, 0.25)),
    guessing: 1 / choices,
    logSeconds: Math.log(seconds) + random.normal(0, 0.25),
  };
}

/** Whole numbers that sum to `count`, in EdNet's shares; the largest part takes what rounding leaves. */
function partSizes(count: number): readonly number[] {
  const sizes = parts.map(({ share }) => Math.max(1, Math.floor(share * count)));
  sizes[4]! += count - sizes.reduce((sum, size) => sum + size, 0);
  return sizes;
}
