import type { Answers } from "./answers.ts";
import type { PublishedFold, RatingScale } from "./dataset.ts";
import type { ItemFeatures, UserFeatures } from "./features.ts";
import type { Interactions } from "./interactions.ts";
import type { CourseRole } from "./io/header-words.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** One kind of file or folder Waymark can read. Each source is one short file in `sources/`. */
export interface Source {
  /** As typed after `--format`, e.g. `"movielens-100k"`. */
  readonly key: string;
  /** One sentence: what it reads and where the data comes from. */
  readonly description: string;
  /** Is `path` of this kind? Decided by file names (and, where names do not tell, the first bytes). */
  recognizes(listing: Listing): boolean | Promise<boolean>;
  /** @throws {SourceError} when the files cannot be read at all */
  read(path: string, options: ReadOptions): Promise<SourceData>;
}

/** What stands at a path: one file, or a folder with the names in it. */
export interface Listing {
  readonly path: string;
  readonly isFolder: boolean;
  /** File names directly inside a folder; the file's own name for a file. */
  readonly names: ReadonlySet<string>;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Stop at the first row that cannot be taken, instead of counting it. */
  readonly strict?: boolean;
  /** Which columns to read, by header name or by 1-based position; sources with fixed columns ignore it. */
  readonly columns?: ColumnNames;
  /** Field separator; auto-detected when absent. */
  readonly delimiter?: string;
  /** Of text, such as `"windows-1252"`; found from the bytes when absent. Sources with a published encoding ignore it. */
  readonly encoding?: string;
  /** Lines of titles above the table; found where it is clear when absent. */
  readonly skipLines?: number;
  /** Sheet of an Excel workbook; the first with data in it when absent. */
  readonly sheet?: string;
  /** How a table is laid out; found where it is clear when absent. */
  readonly layout?: TableLayout;
  /** How times are written: a pattern in Unicode's letters ("dd/MM/yyyy"), or "seconds", "milliseconds", "excel". */
  readonly timeFormat?: string;
  /** Grades that are no numbers, best first: A, B, C, D, F. */
  readonly grades?: readonly string[];
  /** Which end of the ratings is the better; German grades have 1 as the best. @defaultValue "high" */
  readonly best?: "high" | "low";
  /** The scale on which `best: "low"` turns ratings round; what was observed when absent. */
  readonly scale?: RatingScale;
  /** Whether numbers are ratings or counts (plays, clicks); decided by their spread when absent. */
  readonly ratingsAre?: "ratings" | "counts";
  /** A file with a course a row, and one with a learner a row, beside a table of one's own. */
  readonly courses?: string;
  readonly learners?: string;
  /** Names of columns of those files, or of the same columns in the table, where they have no usual name. */
  readonly courseColumns?: CatalogueColumns;
  readonly learnerColumns?: { readonly id?: string };
  /** Join ids that differ only in case, in how accents are stored, in leading zeros or in a trailing .0. @defaultValue false */
  readonly foldIds?: boolean;
  /** Read what learners answered as well, where the source has it. @defaultValue false */
  readonly answers?: boolean;
}

/**
 * `long`: a row for each enrolment. `wide`: a row for each learner and a column for each course. `lists`: a line for each
 * learner, with all courses behind the learner.
 */
export type TableLayout = "long" | "wide" | "lists";

/** Names of the columns of a catalogue. */
export type CatalogueColumns = { readonly [Role in "id" | CourseRole]?: string };

/** `"none"` for `rating` or `time`: the file has such a column, but it is not to be read. */
export interface ColumnNames {
  readonly user?: string;
  readonly item?: string;
  readonly rating?: string;
  readonly time?: string;
}

/** What a source hands over, before cleaning: repeated pairs and blank (NaN) values may still be there. */
export interface SourceData {
  readonly name: string;
  readonly users: Vocabulary;
  /** Items that somebody took and items only the catalogue knows. */
  readonly items: Vocabulary;
  readonly interactions: Interactions;
  /** Times are places in each user's sequence, not moments: see `Dataset.timesArePlaces`. */
  readonly timesArePlaces?: boolean;
  readonly rejected: RejectedRows;
  /** Absent for implicit feedback. */
  readonly scale?: RatingScale;
  readonly itemFeatures?: ItemFeatures;
  readonly userFeatures?: UserFeatures;
  /** One entry a row of `interactions`; only where `ReadOptions.answers` asked for them and the source has them. */
  readonly answers?: Answers;
  readonly publishedFolds?: () => Promise<readonly PublishedFold[]>;
  /** Things a reader should know: "timestamps missing in 31,237 rows". */
  readonly notes?: readonly string[];
}

/** Interactions the reader could not take: none is dropped without standing here. A catalogue's lines stand in the notes. */
export interface RejectedRows {
  readonly count: number;
  readonly byReason: Readonly<Record<string, number>>;
  /** The first few, to look at. */
  readonly examples: readonly RejectedRow[];
}
export interface RejectedRow {
  readonly file: string;
  /** 1-based line in the (decompressed) file. */
  readonly line: number;
  readonly reason: string;
  /** The line as it stands, shortened. */
  readonly text: string;
}

export const nothingRejected: RejectedRows = { count: 0, byReason: {}, examples: [] };
