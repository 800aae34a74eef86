/**
 * What a caller can do about an error. A kind of its own is what a user interface words in its own way (a flag, a button, a
 * form field); all else is `text`.
 */
export type Remedy =
  /** Whole sentences. */
  | { readonly kind: "text"; readonly text: string }
  /** Read every row as an interaction, whatever its rating (`implicit` in `CleanOptions`, `Dataset.asImplicit`). */
  | { readonly kind: "treatAsImplicit" }
  /** Say which columns of the file hold these (`columns` in `ReadOptions`). */
  | { readonly kind: "nameColumns"; readonly columns: readonly ColumnName[] }
  /** Call again with another value of an option; `value` is one that would do. */
  | {
      readonly kind: "changeOption";
      readonly option: OptionName;
      readonly change: OptionChange;
      readonly value?: string;
    }
  /** Any one of these. */
  | { readonly kind: "either"; readonly remedies: readonly Remedy[] };

export type ColumnName = "user" | "item" | "rating" | "time";

export type OptionChange = "set" | "raise" | "lower" | "omit" | "replace";

/** Options of the library's calls that remedies name. */
export type OptionName =
  | "delimiter"
  | "encoding"
  | "layout"
  | "sheet"
  | "skipLines"
  | "timeFormat"
  | "grades"
  | "format"
  | "strict"
  | "threads"
  | "split"
  | "validation"
  | "search"
  | "trials"
  | "space"
  | "params"
  | "log"
  | "models"
  | "minPerLearner"
  | "minPerCourse";

export const advice = (text: string): Remedy => ({ kind: "text", text });

export const either = (...remedies: readonly (Remedy | string)[]): Remedy => ({
  kind: "either",
  remedies: remedies.map((remedy) => (typeof remedy === "string" ? advice(remedy) : remedy)),
});

/** @param value one that would do */
export const changeOption = (change: OptionChange, option: OptionName, value?: string): Remedy => ({
  kind: "changeOption",
  option,
  change,
  ...(value !== undefined && { value }),
});

export const nameColumns = (...columns: readonly ColumnName[]): Remedy => ({ kind: "nameColumns", columns });

export const treatAsImplicit: Remedy = { kind: "treatAsImplicit" };

/** How remedies are worded: a clause in the imperative each, lower case, without a full stop. */
export interface RemedyWords {
  readonly treatAsImplicit: string;
  nameColumns(columns: readonly ColumnName[]): string;
  changeOption(change: OptionChange, option: OptionName, value: string | undefined): string;
}

/** A remedy as sentences, in the words given. */
export function describeRemedy(remedy: Remedy, words: RemedyWords = libraryWords): string {
  return remedy.kind === "text" ? remedy.text : asSentence(clauseOf(remedy, words));
}

function clauseOf(remedy: Remedy, words: RemedyWords): string {
  switch (remedy.kind) {
    case "text":
      return asClause(remedy.text);
    case "treatAsImplicit":
      return words.treatAsImplicit;
    case "nameColumns":
      return words.nameColumns(remedy.columns);
    case "changeOption":
      return words.changeOption(remedy.change, remedy.option, remedy.value);
    case "either":
      return listed(
        remedy.remedies.map((one) => clauseOf(one, words)),
        "or",
      );
  }
}

/** `a`, `a or b`, `a, b, or c` */
export function listed(clauses: readonly string[], conjunction: "and" | "or"): string {
  const last = clauses.at(-1) ?? "";
  if (clauses.length < 2) return last;
  const comma = clauses.length > 2 || clauses.some((clause) => clause.includes(" ")) ? "," : "";
  return `${clauses.slice(0, -1).join(", ")}${comma} ${conjunction} ${last}`;
}

/** What a column holds. */
const columnNouns: Readonly<Record<ColumnName, string>> = {
  user: "learners",
  item: "courses",
  rating: "ratings",
  time: "times",
};

const libraryWords: RemedyWords = {
  treatAsImplicit: "read every row as an interaction, whatever its rating (implicit: true)",
  nameColumns: (columns) =>
    `say which ${columns.length === 1 ? "column holds" : "columns hold"} ${listed(
      columns.map((column) => columnNouns[column]),
      "and",
    )}`,
  changeOption: (change, option, value) => {
    switch (change) {
      case "set":
        return value === undefined ? `set ${option}` : `set ${option} to ${JSON.stringify(value)}`;
      case "omit":
        return `leave ${option} out`;
      case "replace":
        return `choose another ${option}`;
      default:
        return `${change} ${option}`;
    }
  },
};

const asClause = (text: string): string =>
  `${/^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() : text[0]!}${text.slice(1)}`.replace(/\.$/, "");

const asSentence = (clause: string): string => `${clause[0]!.toUpperCase()}${clause.slice(1)}.`;
