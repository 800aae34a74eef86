import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "./run.ts";

/** Ratings of twelve learners: six like languages, six like sciences; each has one course left to find. */
export function smallSchool(): string {
  const lines = ["learner,course,rating,date"];
  const groups = {
    languages: ["French", "Latin", "Greek", "Spanish"],
    sciences: ["Physics", "Botany", "Geology", "Optics"],
  };
  for (const [group, courses] of Object.entries(groups))
    for (let learner = 0; learner < 6; learner++)
      courses.forEach((course, c) => {
        if (c !== learner % 4)
          lines.push(`${group}-${learner},${course},${4 + ((learner + c) % 2)},2025-0${c + 1}-1${learner}`);
      });
  for (const learner of ["languages-0", "languages-1"]) lines.push(`${learner},Optics,1,2025-06-01`);
  for (const learner of ["sciences-2", "sciences-3"]) lines.push(`${learner},Latin,2,2025-06-02`);
  const path = join(temporaryFolder(), "ratings.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}
