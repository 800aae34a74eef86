import type { Random } from "../../compute/random.ts";
import { logistic, poisson, upperBound } from "../campus/chance.ts";
import type { Learner } from "./learner.ts";
import { partCount, type Question, type QuestionBank, tagCount } from "./questions.ts";

/** One answer, as a row of the log has it. */
export interface Answer {
  readonly question: number;
  readonly isCorrect: boolean;
  /** The chosen one of the question's choices, −1 where time ran out. */
  readonly choice: number;
  /** Milliseconds since 1970, and milliseconds the answer took. */
  readonly at: number;
  readonly elapsed: number;
}

/** A learner answers no more than this, so that no log grows without bound. */
const mostAnswers = 2000;
const hour = 3_600_000;

/**
 * Answers of one learner after another, from a simulated mind:
 *
 * - P(right) = c + (1 − c) σ(a (θ − b)), Birnbaum's three-parameter model, with θ = ability + strength in the part +
 *   learning rate · ln(1 + practice of the question's skill): ability grows by practice, right or wrong.
 * - seconds are log-normal around the question's own, less the learner's speed, less 0.12 |a (θ − b)|: what is far too easy
 *   or far too hard is answered soon.
 * - a session is about one part, drawn by the learner's goals; a question is drawn by how much it is seen, and taken the
 *   more readily the more the learner looks for its skill and the closer its difficulty is to θ. One in twenty answers
 *   repeats a question that went wrong. Everybody begins with one diagnostic question a part, out of the five most seen.
 * - after each session the learner may leave for good, the sooner the more went wrong.
 *
 * @see Birnbaum 1968, in Lord & Novick, *Statistical Theories of Mental Test Scores*; Pavlik, Cen & Koedinger 2009,
 * *Performance Factors Analysis* (practice of a skill added to the logit; here its logarithm, after the power law of practice);
 * van der Linden 2006, doi:10.3102/10769986031002181 (log-normal response times); Ferrando & Lorenzo-Seva 2007,
 * doi:10.1177/0146621606295197 (distance between person and item in them)
 */
export class Practice {
  readonly #bank: QuestionBank;
  readonly #practised = new Uint16Array(tagCount);
  readonly #answered: Uint8Array; // (questions)
  readonly #touched: number[] = [];
  readonly #failed: number[] = [];

  constructor(bank: QuestionBank) {
    this.#bank = bank;
    this.#answered = new Uint8Array(bank.questions.length);
  }

  /** The learner's answers in order of time; take all of them before the next learner begins. */
  *answersOf(learner: Learner, random: Random): Generator<Answer> {
    this.#forget();
    let at = learner.start;
    let count = 0;
    for (let session = 0; count < mostAnswers; session++) {
      const length = session === 0 ? partCount : 1 + poisson(random, learner.sessionLength - 1);
      const part = upperBound(learner.goals, random.uniform() * learner.goals[partCount - 1]!);
      let wrong = 0;
      for (let k = 0; k < length && count < mostAnswers; k++, count++) {
        const question = session === 0 ? this.#diagnostic(k, random) : this.#choose(learner, part, random);
        const answer = this.#answer(learner, question, at, random);
        at = answer.at + answer.elapsed + 2000 + random.below(8000);
        if (!answer.isCorrect) wrong++;
        yield answer;
      }
      const trouble = Math.exp(2 * (wrong / length - 0.3));
      if (random.uniform() < (1 - learner.loyalty) * trouble) return;
      at += Math.ceil(-Math.log(1 - random.uniform()) * 40 * hour) + hour;
    }
  }

  #forget(): void {
    this.#practised.fill(0);
    for (const question of this.#touched) this.#answered[question] = 0;
    this.#touched.length = 0;
    this.#failed.length = 0;
  }

  #diagnostic(part: number, random: Random): number {
    const some = this.#bank.byPart[part]!;
    return some[random.below(Math.min(5, some.length))]!;
  }

  #choose(learner: Learner, part: number, random: Random): number {
    if (this.#failed.length > 0 && random.uniform() < 0.05) return this.#failed[random.below(this.#failed.length)]!;
    const { byPart, seen, questions } = this.#bank;
    const sums = seen[part]!;
    let question = 0;
    for (let tries = 0; tries < 60; tries++) {
      question = byPart[part]![upperBound(sums, random.uniform() * sums.at(-1)!)]!;
      if (this.#answered[question] === 1) continue;
      const gap = this.#abilityFor(learner, questions[question]!) - questions[question]!.difficulty;
      const wanted = learner.interest[questions[question]!.tags[0]!]! * Math.exp(-0.5 * gap * gap);
      if (random.uniform() < wanted) break;
    }
    return question;
  }

  #abilityFor({ ability, strengths, learningRate }: Learner, { part, tags }: Question): number {
    return ability + strengths[part]! + learningRate * Math.log1p(this.#practised[tags[0]!]!);
  }

  #answer(learner: Learner, question: number, at: number, random: Random): Answer {
    const asked = this.#bank.questions[question]!;
    const { choices, correct, guessing, discrimination, logSeconds } = asked;
    const distance = discrimination * (this.#abilityFor(learner, asked) - asked.difficulty);
    const ranOut = random.uniform() < 0.01;
    const isCorrect = !ranOut && random.uniform() < guessing + (1 - guessing) * logistic(distance);
    const seconds = Math.exp(logSeconds - learner.speed - 0.12 * Math.abs(distance) + random.normal(0, 0.35));
    this.#practised[asked.tags[0]!]! += 1;
    if (this.#answered[question] === 0) this.#touched.push(question);
    this.#answered[question] = 1;
    if (!isCorrect) this.#failed.push(question);
    const other = (correct + 1 + random.below(choices - 1)) % choices;
    return {
      question,
      isCorrect,
      choice: ranOut ? -1 : isCorrect ? correct : other,
      at,
      elapsed: 1000 * Math.min(300, Math.max(1, Math.round(ranOut ? 3 * seconds : seconds))), // EdNet: whole seconds
    };
  }
}
