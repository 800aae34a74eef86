import type { Learner } from "./learner.ts";
import { questionId } from "./parameters.ts";
import type { Answer } from "./practice.ts";
import { partCount, type Question } from "./questions.ts";

const byPart = (name: string): string =>
  Array.from({ length: partCount }, (_, part) => `${name}_${part + 1}`).join(" ");

/** First lines of the files; those of logs and contents are EdNet's. */
export const headers = {
  answers: "user_id timestamp solving_id question_id user_answer elapsed_time correct_answer correct",
  questions: "question_id bundle_id explanation_id correct_answer part tags deployed_at",
  trueQuestions: "question_id difficulty discrimination guessing seconds",
  trueLearners: `user_id ability learning_rate speed loyalty ${byPart("strength")} ${byPart("goal")}`,
} as const;

const letters = ["a", "b", "c", "d"];
const deployedAt = Date.UTC(2018, 0, 1);

export function answerRecord(
  user: string,
  step: number,
  id: string,
  { at, choice, elapsed, isCorrect }: Answer,
  { correct }: Question,
): string {
  const given = choice < 0 ? "" : letters[choice];
  return `${user},${at},${step},${id},${given},${elapsed},${letters[correct]},${isCorrect ? 1 : 0}`;
}

/** Every question is a bundle of its own; tags and parts count from 1, as in EdNet. */
export function questionRecord(index: number, { correct, part, tags }: Question): string {
  const named = tags.map((tag) => tag + 1).join(";");
  return `${questionId(index)},b${index + 1},e${index + 1},${letters[correct]},${part + 1},${named},${deployedAt}`;
}

export const trueQuestion = (index: number, question: Question): string =>
  [
    questionId(index),
    ...digits(question.difficulty, question.discrimination, question.guessing, Math.exp(question.logSeconds)),
  ].join(",");

export function trueLearner({ id, ability, learningRate, speed, loyalty, strengths, goals }: Learner): string {
  const whole = goals[partCount - 1]!;
  const shares = goals.map((sum, part) => (sum - (part === 0 ? 0 : goals[part - 1]!)) / whole);
  return [id, ...digits(ability, learningRate, speed, loyalty, ...strengths, ...shares)].join(",");
}

const digits = (...values: readonly number[]): readonly string[] => values.map((value) => value.toFixed(4));
