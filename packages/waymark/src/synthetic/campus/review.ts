import type { Random } from "../../compute/random.ts";
import { topics } from "./subjects/all-subjects.ts";
import { pick, pickSome } from "./title.ts";

const verdicts: readonly (readonly string[])[] = [
  [
    "I cannot recommend this course.",
    "A waste of time, I am sorry to say.",
    "Very disappointing from the first week on.",
    "The worst course I have taken so far.",
    "Frustrating and badly organized.",
  ],
  [
    "Below what I had expected.",
    "Rather disappointing.",
    "Not what the description promises.",
    "I struggled to stay interested.",
    "Weak in several respects.",
  ],
  [
    "An average course.",
    "Decent, but nothing special.",
    "Some good weeks, some dull ones.",
    "It was all right.",
    "Mixed feelings about this one.",
  ],
  [
    "A good course that I would take again.",
    "Well worth the effort.",
    "I enjoyed most of it.",
    "Solid and useful.",
    "Interesting and well prepared.",
  ],
  [
    "Excellent from beginning to end!",
    "The best course I have taken here.",
    "I loved every week of it.",
    "Outstanding, warmly recommended.",
    "Brilliant and inspiring.",
  ],
];
const praises = [
  "The explanations of {term} were clear.",
  "The exercises on {term} helped me a lot.",
  "The feedback was quick and friendly.",
  "The pace was just right.",
  "I finally understand {term}.",
  "The examples were well chosen.",
  "The workload was fair.",
  "The unit on {term} was fascinating.",
  "Questions were answered with patience.",
  "The reading list is a treasure.",
];
const complaints = [
  "The explanations of {term} were confusing.",
  "The exercises on {term} were boring.",
  "Feedback came late or not at all.",
  "The pace was far too fast.",
  "I still do not understand {term}.",
  "The examples were outdated.",
  "The workload was much too high.",
  "The unit on {term} was tedious.",
  "Questions were ignored.",
  "The recordings were hard to follow.",
];

/** A few sentences whose tone follows the rating and whose words come from the topic of the course. */
export function composeReview(random: Random, rating: number, mainTopic: number): string {
  const sentences = [pick(random, verdicts[rating - 1]!)];
  if (rating >= 4) sentences.push(...pickSome(random, praises, rating === 5 ? 2 : 1));
  if (rating === 3) sentences.push(pick(random, praises), pick(random, complaints));
  if (rating <= 2) sentences.push(...pickSome(random, complaints, rating === 1 ? 2 : 1));
  if (rating === 4 && random.uniform() < 0.3) sentences.push(`Only one thing: ${lower(pick(random, complaints))}`);
  if (rating === 2 && random.uniform() < 0.3) sentences.push(`At least ${lower(pick(random, praises))}`);
  return sentences.join(" ").replaceAll("{term}", () => pick(random, topics[mainTopic]!.terms));
}

const lower = (sentence: string): string =>
  sentence.startsWith("I ") ? sentence : sentence.charAt(0).toLowerCase() + sentence.slice(1);
