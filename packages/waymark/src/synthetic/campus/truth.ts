import { CsvFile } from "../../data/io/csv-file.ts";
import { type Course, mainShare, styleCount } from "./catalogue.ts";
import { type Learner, maxInterests } from "./learner.ts";
import { learnerId } from "./parameters.ts";
import type { Preferences } from "./preferences.ts";
import { topics } from "./subjects/all-subjects.ts";

/** Cells in each of the two learner × course tables; learners beyond it are left out of them. */
const tableCells = 1_000_000;

const styleNames = ["practice", "writing", "team_work", "competition"].slice(0, styleCount);

/** The hidden side of a campus, for tests and studies: nothing a recommender may look at. */
export class TruthFiles {
  /** Learners 0 … n − 1 stand in `enjoyment.csv` and `appeal.csv`. */
  readonly tabledLearners: number;
  readonly #learners: CsvFile;
  readonly #enjoyment: CsvFile;
  readonly #appeal: CsvFile;
  readonly #preferences: Preferences;

  private constructor(files: readonly [CsvFile, CsvFile, CsvFile], preferences: Preferences) {
    [this.#learners, this.#enjoyment, this.#appeal] = files;
    this.#preferences = preferences;
    this.tabledLearners = Math.floor(tableCells / preferences.courseCount);
  }

  /** Opens the files in `folder` and writes `courses.csv` at once; every opened file is also put into `opened`. */
  static async create(
    folder: string,
    courses: readonly Course[],
    preferences: Preferences,
    opened: CsvFile[],
  ): Promise<TruthFiles> {
    const create = async (name: string, header: readonly string[]): Promise<CsvFile> => {
      const file = await CsvFile.create(`${folder}/${name}`, header);
      opened.push(file);
      return file;
    };
    const courseFile = await create("courses.csv", [
      "course_id",
      "difficulty",
      "quality",
      "attraction",
      ...styleNames,
      "topic_shares",
    ]);
    for (const course of courses) {
      const numbers = [course.difficulty, course.quality, course.attraction, ...course.style].map(short);
      courseFile.add(`${course.id},${numbers.join(",")},${topicShares(course)}`);
    }
    await courseFile.flush();
    const ids = courses.map(({ id }) => id);
    const files = [
      await create("learners.csv", ["learner_id", "ability", "pace", "leniency", ...styleNames, "interests"]),
      await create("enjoyment.csv", ["learner_id", ...ids]),
      await create("appeal.csv", ["learner_id", ...ids]),
    ] as const;
    return new TruthFiles(files, preferences);
  }

  add(index: number, learner: Learner): void {
    const id = learnerId(index);
    const numbers = [learner.ability, learner.pace, learner.leniency, ...learner.style].map(short);
    this.#learners.add(`${id},${numbers.join(",")},${interests(learner)}`);
    if (index >= this.tabledLearners) return;
    let enjoyment = id;
    let appeal = id;
    for (let c = 0; c < this.#preferences.courseCount; c++) {
      enjoyment += `,${this.#preferences.enjoyment(learner, c).toFixed(2)}`;
      appeal += `,${this.#preferences.appeal(learner, c).toFixed(2)}`;
    }
    this.#enjoyment.add(enjoyment);
    this.#appeal.add(appeal);
  }
}

const short = (value: number): string => value.toFixed(3);

function topicShares({ topics: [main, second] }: Course): string {
  if (second === undefined || second === main) return `${topics[main!]!.name}:1`;
  return `${topics[main!]!.name}:${mainShare};${topics[second]!.name}:${short(1 - mainShare)}`;
}

/** "regression:0.912;opera:0.7", strongest first as drawn. */
function interests({ interestCount, interestTopics, interestWeights }: Learner): string {
  let text = "";
  for (let k = 0; k < Math.min(interestCount, maxInterests); k++)
    text += `${k > 0 ? ";" : ""}${topics[interestTopics[k]!]!.name}:${short(interestWeights[k]!)}`;
  return text;
}
