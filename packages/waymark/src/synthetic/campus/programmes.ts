import { subjects } from "./subjects/all-subjects.ts";

/** What a learner is enrolled in; the interests of its learners lean towards its home subjects. */
export interface Programme {
  readonly name: string;
  /** Relative number of learners. */
  readonly weight: number;
  /** Positions in `subjects`; none for those who study what they like. */
  readonly home: readonly number[];
}

export const programmes: readonly Programme[] = [
  programme("Computing", 1.6, "programming", "data science", "mathematics"),
  programme("Data and Society", 1.2, "data science", "statistics", "economics"),
  programme("Mathematical Sciences", 0.7, "mathematics", "statistics", "physics"),
  programme("Life Sciences", 1, "biology", "chemistry", "health"),
  programme("Physical Sciences", 0.7, "physics", "chemistry", "mathematics"),
  programme("Environment and Sustainability", 0.9, "environment", "biology", "economics"),
  programme("Humanities", 0.9, "history", "philosophy", "languages"),
  programme("Languages and Literature", 0.9, "languages", "history", "education"),
  programme("Business and Economics", 1.5, "economics", "statistics", "psychology"),
  programme("Psychology and Behaviour", 1.2, "psychology", "statistics", "health"),
  programme("Art and Design", 0.9, "design", "history", "programming"),
  programme("Music and Performance", 0.5, "music", "languages", "education"),
  programme("Health Professions", 1.3, "health", "psychology", "biology"),
  programme("Teacher Education", 1, "education", "languages", "psychology"),
  programme("Open Studies", 1.2),
];

function programme(name: string, weight: number, ...home: readonly string[]): Programme {
  return { name, weight, home: home.map((subject) => subjects.findIndex((s) => s.name === subject)) };
}
