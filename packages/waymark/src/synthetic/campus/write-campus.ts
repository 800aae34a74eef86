import { mkdir } from "node:fs/promises";
import { Pacer } from "../../compute/pacer.ts";
import { Random } from "../../compute/random.ts";
import { CsvFile } from "../../data/io/csv-file.ts";
import type { OwnFolder } from "../../data/io/replace-folder.ts";
import { writeTables } from "../../data/io/write-tables.ts";
import { buildCatalogue } from "./catalogue.ts";
import { drawLearner, emptyLearner } from "./learner.ts";
import { type CampusParameters, checkParameters, stream } from "./parameters.ts";
import { Preferences } from "./preferences.ts";
import { addEnrolments, addReviews, courseRecord, headers, learnerRecord } from "./records.ts";
import { StudySimulator } from "./study-path.ts";
import { type CampusSummary, campusJson, generatorName, Tally } from "./summary.ts";
import { TruthFiles } from "./truth.ts";

export interface WriteCampusOptions {
  /** Replace a demo campus that stands in the folder. @defaultValue false */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly stage: string; readonly done: number; readonly of: number }) => void;
}

/** Learners from one report of progress to the next: some tens of milliseconds of work. */
const progressStep = 1000;

const own: OwnFolder = {
  what: "demo campus",
  names: new Set(["courses.csv", "learners.csv", "enrolments.csv", "reviews.csv", "campus.json", "truth"]),
  markFile: "campus.json",
  generator: generatorName,
};

/**
 * Generates a university of made-up courses and learners: `courses.csv`, `learners.csv`, `enrolments.csv`,
 * `reviews.csv`, `campus.json`, and what is hidden behind them in `truth/`. The same parameters give the same bytes;
 * learner and course numbers keep their nature when the campus grows. O(learners × courses) time, O(courses) memory.
 *
 * @throws {InvalidInputError} for sizes out of range, or a folder that holds something else
 * @throws {StorageError} when the disk is full or may not be written; what stood there before still does
 */
export async function writeCampus(
  folder: string,
  parameters: CampusParameters,
  { overwrite = false, signal, onProgress }: WriteCampusOptions = {},
): Promise<CampusSummary> {
  checkParameters(parameters);
  signal?.throwIfAborted();
  return writeTables(
    folder,
    { own, overwrite, signal },
    (temporary, opened) => fill(temporary, parameters, opened, new Pacer(signal), onProgress),
    (counts) => ["campus.json", campusJson(parameters, counts)],
  );
}

async function fill(
  folder: string,
  { learners, courses: courseCount, seed }: CampusParameters,
  opened: CsvFile[],
  pacer: Pacer,
  onProgress: WriteCampusOptions["onProgress"],
): Promise<CampusSummary> {
  const courses = buildCatalogue(courseCount, seed);
  await mkdir(`${folder}/truth`);
  const create = async (name: keyof typeof headers): Promise<CsvFile> => {
    const file = await CsvFile.create(`${folder}/${name}.csv`, headers[name].split(" "));
    opened.push(file);
    return file;
  };
  const courseFile = await create("courses");
  for (const course of courses) courseFile.add(courseRecord(course, courses));
  const learnerFile = await create("learners");
  const enrolmentFile = await create("enrolments");
  const reviewFile = await create("reviews");
  const preferences = new Preferences(courses);
  const truth = await TruthFiles.create(`${folder}/truth`, courses, preferences, opened);

  const simulator = new StudySimulator(courses, preferences);
  const learner = emptyLearner();
  const tally = new Tally(courses.length);
  for (let index = 0; index < learners; index++) {
    drawLearner(seed, index, learner);
    const path = simulator.run(learner, new Random(seed, stream("path", index)));
    learnerFile.add(learnerRecord(index, learner, path));
    addEnrolments(index, path, courses, enrolmentFile);
    addReviews(seed, index, path, courses, reviewFile);
    truth.add(index, learner);
    tally.add(path);
    for (const file of opened) if (file.isFull) await file.flush();
    const rest = pacer.pause();
    if (rest) await rest;
    if (index % progressStep === progressStep - 1) onProgress?.({ stage: "learners", done: index + 1, of: learners });
  }
  onProgress?.({ stage: "learners", done: learners, of: learners });
  return tally.summary(reviewFile.rows);
}
