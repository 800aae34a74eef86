import { CsrMatrix } from "../src/compute/csr-matrix.ts";
import { fmix32 } from "../src/compute/hash.ts";
import { Dataset, type Row } from "../src/data/dataset.ts";
import type { ItemFeatures } from "../src/data/features.ts";
import type { Vocabulary } from "../src/data/vocabulary.ts";

/**
 * A world whose right answers are known: arts learners take arts courses, science learners take science courses, and
 * learner n has taken every course of the own faculty but course n. So n should be offered n, ahead of `elective`, which
 * some learners of each faculty also took: a weak link for every model to rank second.
 *
 * With `ratings`, own courses are rated 4 or 5 and each learner also took two courses of the other faculty and rated
 * them 1 or 2, so that a high prediction tells faculties apart. Titles, descriptions and topics name the faculty.
 * With `times`, rows happened in a random order.
 */
export function twoFaculties({ size = 8, ratings = false, times = false } = {}): Dataset {
  const rows: Row[] = [];
  const faculties = ["arts", "science"];
  const add = (user: string, item: string, value: number): void => {
    rows.push({ user, item, ...(ratings && { value }), ...(times && { time: fmix32(rows.length) }) });
  };
  faculties.forEach((faculty, f) => {
    const other = faculties[1 - f];
    for (let learner = 0; learner < size; learner++) {
      for (let course = 0; course < size; course++)
        if (course !== learner)
          add(`${faculty}-learner-${learner}`, `${faculty}-${course}`, 4 + ((learner + course) % 2));
      if (ratings)
        for (const step of [2, 5])
          add(`${faculty}-learner-${learner}`, `${other}-${(learner + step) % size}`, 1 + ((learner + step) % 2));
    }
    for (const item of [`${faculty}-1`, `${faculty}-2`, "elective"]) add(`${faculty}-visitor`, item, 3);
  });
  return Dataset.fromRows(rows, {
    name: "two-faculties",
    itemFeatures: facultyFeatures,
    ...(ratings && { scale: { min: 1, max: 5 } }),
  });
}

/** The history of a learner, as a query would hold it. */
export const historyOf = (data: Dataset, user: string): Uint32Array =>
  data.userItems.row(data.users.index(user)).columns;

function facultyFeatures(items: Vocabulary): ItemFeatures {
  const words = {
    arts: "painting sculpture museum colour brush canvas",
    science: "molecule experiment laboratory energy particle equation",
    elective: "writing seminar painting experiment",
  };
  const facultyOf = (id: string) => id.split("-")[0] as keyof typeof words;
  const topicOf = (id: string) => ["arts", "science", "elective"].indexOf(facultyOf(id));
  return {
    titles: items.ids.map((id) => `${facultyOf(id)} course ${id.split("-")[1] ?? ""}`.trim()),
    texts: items.ids.map((id) => words[facultyOf(id)]),
    topics: {
      names: ["arts", "science", "elective"],
      matrix: CsrMatrix.fromCoordinates(
        items.size,
        3,
        Uint32Array.from(items.ids, (_, index) => index),
        Uint32Array.from(items.ids, topicOf),
      ),
    },
  };
}
