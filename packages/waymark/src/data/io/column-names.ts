/** What a column may hold for us. */
export type ColumnRole = "user" | "item" | "rating" | "time";

/**
 * Names under which each column is found without asking, best first; compared in lower case, letters and digits only,
 * so that "User ID" is `userid`.
 */
const knownNames: Readonly<Record<ColumnRole, readonly string[]>> = {
  user: [
    ...["user", "userid", "learner", "learnerid", "student", "studentid", "idstudent", "reviewer", "reviewerid"],
    ...["customer", "customerid", "account", "accountid", "member", "memberid", "person", "personid", "participant"],
    ...["uid", "username", "email"],
  ],
  item: [
    ...["item", "itemid", "course", "courseid", "coursecode", "movie", "movieid", "book", "bookid", "asin", "product"],
    ...["productid", "module", "moduleid", "codemodule", "content", "contentid", "lesson", "lessonid", "question"],
    ...["questionid", "resource", "resourceid", "iid", "isbn", "coursename", "coursetitle", "itemname", "title"],
  ],
  rating: ["rating", "ratings", "stars", "score", "overall", "grade", "mark", "value", "weight", "points"],
  time: [
    ...["timestamp", "unixreviewtime", "time", "at", "datetime", "date", "createdat", "enrolledat", "enrolmentdate"],
    ...["enrollmentdate", "completedat", "ratedat", "reviewtime", "when"],
  ],
};

/** `undefined` where no name is known for the role. */
export function findColumn(names: readonly string[], role: ColumnRole): number | undefined {
  const plain = names.map(plainName);
  for (const known of knownNames[role]) {
    const at = plain.indexOf(known);
    if (at >= 0) return at;
  }
  return undefined;
}

export const isKnownColumn = (name: string): boolean =>
  Object.values(knownNames).some((names) => names.includes(plainName(name)));

const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
