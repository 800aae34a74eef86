import { type CourseRole, type HeaderRole, headerWords } from "./header-words.ts";

/** What a column may hold for us. */
export type ColumnRole = "user" | "item" | "rating" | "time";

/** The other columns of a catalogue, in the order in which notes name them. */
export const courseRoles: readonly CourseRole[] = [
  ...(["title", "description", "topics", "level", "language", "term", "workload", "prerequisites"] as const),
];

const interactionRoles: readonly ColumnRole[] = ["user", "item", "rating", "time"];

/** Rank of each known word of a role, by plain name; lower is better. A word two languages share keeps the better rank. */
const ranks = new Map<HeaderRole, ReadonlyMap<string, number>>();

/** `undefined` where no column has a name known for the role; of several, the best known name, then the first column. */
export function findColumn(
  names: readonly string[],
  role: HeaderRole,
  isFree: (at: number) => boolean = () => true,
): number | undefined {
  const known = ranksOf(role);
  let best: number | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  names.forEach((name, at) => {
    const rank = known.get(plainName(name)) ?? known.get(plainName(withoutBrackets(name)));
    if (rank === undefined || rank >= bestRank || !isFree(at)) return;
    best = at;
    bestRank = rank;
  });
  return best;
}

/** Is this a usual name for learners, courses, ratings or times? */
export const isKnownColumn = (name: string): boolean =>
  interactionRoles.some((role) => ranksOf(role).has(plainName(name)));

function ranksOf(role: HeaderRole): ReadonlyMap<string, number> {
  const found = ranks.get(role);
  if (found !== undefined) return found;
  const made = new Map<string, number>();
  for (const words of Object.values(headerWords[role]))
    words.split(",").forEach((word, rank) => {
      const name = plainName(word);
      if (rank < (made.get(name) ?? Number.POSITIVE_INFINITY)) made.set(name, rank);
    });
  ranks.set(role, made);
  return made;
}

/** Letters and digits alone, without case, accents and full-width forms: "User ID", "user_id" and "userId" are `userid`. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ı", "i")
    .replaceAll("ß", "ss")
    .normalize("NFD")
    .replace(/[^\p{L}\p{N}]/gu, "");

/** "Grade (of 100)" is also looked up as "Grade". */
const withoutBrackets = (name: string): string => name.replace(/\s*[([（].*?[)\]）]\s*/g, " ");
