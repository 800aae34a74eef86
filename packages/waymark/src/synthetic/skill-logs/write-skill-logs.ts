import { mkdir } from "node:fs/promises";
import { Pacer } from "../../compute/pacer.ts";
import { Random } from "../../compute/random.ts";
import { CsvFile } from "../../data/io/csv-file.ts";
import type { OwnFolder } from "../../data/io/replace-folder.ts";
import { writeTables } from "../../data/io/write-tables.ts";
import { drawLearner, emptyLearner, type Learner } from "./learner.ts";
import {
  checkParameters,
  generatorName,
  generatorVersion,
  questionId,
  type SkillLogParameters,
  stream,
} from "./parameters.ts";
import { type Answer, Practice } from "./practice.ts";
import { drawQuestions, partCount, type Question } from "./questions.ts";

export interface WriteSkillLogsOptions {
  /** Replace logs of this generator that stand in the folder. @defaultValue false */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly stage: string; readonly done: number; readonly of: number }) => void;
}

/** What was written; also the `counts` of `skill-logs.json`. */
export interface SkillLogSummary {
  readonly learners: number;
  readonly questions: number;
  readonly answers: number;
  readonly correct: number;
}

const own: OwnFolder = {
  what: "set of skill logs",
  names: new Set(["kt1_heavy_users.csv", "contents", "skill-logs.json", "truth"]),
  markFile: "skill-logs.json",
  generator: generatorName,
};

/** One row in so many is there twice, as in EdNet (52 of 168,118). */
const doubledOnceIn = 3000;

/**
 * Writes learning logs as EdNet-KT1 has them: `kt1_heavy_users.csv`, one row an answer by learner and time,
 * `contents/questions.csv`, `skill-logs.json`, and in `truth/` what is hidden behind them. The same parameters give the same
 * bytes; learners keep their nature when more are added. Written as it arises: O(answers · tries) time, O(questions) memory;
 * 70 answers a learner on average, 2,000 at most, about 55 bytes each.
 *
 * @throws {InvalidInputError} for sizes out of range, or a folder that holds something else
 * @throws {StorageError} when the disk is full or may not be written; what stood there before still does
 * @see Choi et al. 2020, EdNet, doi:10.1007/978-3-030-52240-7_13, for the layout
 */
export async function writeSkillLogs(
  folder: string,
  parameters: SkillLogParameters,
  { overwrite = false, signal, onProgress }: WriteSkillLogsOptions = {},
): Promise<SkillLogSummary> {
  checkParameters(parameters);
  signal?.throwIfAborted();
  return writeTables(
    folder,
    { own, overwrite, signal },
    (temporary, opened) => fill(temporary, parameters, opened, new Pacer(signal), onProgress),
    (counts) => {
      const content = { generator: generatorName, version: generatorVersion, parameters, counts };
      return ["skill-logs.json", `${JSON.stringify(content, undefined, 2)}\n`];
    },
  );
}

async function fill(
  folder: string,
  { learners, questions: questionCount, seed }: SkillLogParameters,
  opened: CsvFile[],
  pacer: Pacer,
  onProgress: WriteSkillLogsOptions["onProgress"],
): Promise<SkillLogSummary> {
  for (const name of ["contents", "truth"]) await mkdir(`${folder}/${name}`);
  const create = async (name: string, header: string): Promise<CsvFile> => {
    const file = await CsvFile.create(`${folder}/${name}.csv`, header.split(" "));
    opened.push(file);
    return file;
  };
  const bank = drawQuestions(questionCount, seed);
  const contents = await create("contents/questions", headers.questions);
  const trueQuestions = await create("truth/questions", headers.trueQuestions);
  bank.questions.forEach((question, index) => {
    contents.add(questionRecord(index, question));
    trueQuestions.add(trueQuestion(index, question));
  });
  const logs = await create("kt1_heavy_users", headers.answers);
  const trueLearners = await create("truth/learners", headers.trueLearners);
  const ids = bank.questions.map((_, index) => questionId(index));
  const practice = new Practice(bank);
  const learner = emptyLearner();
  let correct = 0;
  for (let index = 0; index < learners; index++) {
    drawLearner(seed, index, learner);
    trueLearners.add(trueLearner(learner));
    const random = new Random(seed, stream("path", index));
    let step = 0;
    for (const answer of practice.answersOf(learner, random)) {
      const record = answerRecord(learner.id, ++step, ids[answer.question]!, answer, bank.questions[answer.question]!);
      logs.add(record);
      if (random.below(doubledOnceIn) === 0) logs.add(record);
      if (answer.isCorrect) correct++;
    }
    for (const file of opened) if (file.isFull) await file.flush();
    const rest = pacer.pause();
    if (rest) {
      await rest;
      onProgress?.({ stage: "learners", done: index + 1, of: learners });
    }
  }
  onProgress?.({ stage: "learners", done: learners, of: learners });
  return { learners, questions: questionCount, answers: logs.rows, correct };
}

const byPart = (name: string): string =>
  Array.from({ length: partCount }, (_, part) => `${name}_${part + 1}`).join(" ");

/** First lines of the files; those of logs and contents are EdNet's. */
const headers = {
  answers: "user_id timestamp solving_id question_id user_answer elapsed_time correct_answer correct",
  questions: "question_id bundle_id explanation_id correct_answer part tags deployed_at",
  trueQuestions: "question_id difficulty discrimination guessing seconds",
  trueLearners: `user_id ability learning_rate speed loyalty ${byPart("strength")} ${byPart("goal")}`,
} as const;

const letters = ["a", "b", "c", "d"];
const deployedAt = Date.UTC(2018, 0, 1);

function answerRecord(
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
function questionRecord(index: number, { correct, part, tags }: Question): string {
  const named = tags.map((tag) => tag + 1).join(";");
  return `${questionId(index)},b${index + 1},e${index + 1},${letters[correct]},${part + 1},${named},${deployedAt}`;
}

const trueQuestion = (index: number, question: Question): string =>
  [
    questionId(index),
    ...digits(question.difficulty, question.discrimination, question.guessing, Math.exp(question.logSeconds)),
  ].join(",");

function trueLearner({ id, ability, learningRate, speed, loyalty, strengths, goals }: Learner): string {
  const whole = goals[partCount - 1]!;
  const shares = goals.map((sum, part) => (sum - (part === 0 ? 0 : goals[part - 1]!)) / whole);
  return [id, ...digits(ability, learningRate, speed, loyalty, ...strengths, ...shares)].join(",");
}

const digits = (...values: readonly number[]): readonly string[] => values.map((value) => value.toFixed(4));
