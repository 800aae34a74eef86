/** One deliberate fault: `find` must occur exactly once in `file`; the tests named must fail once it is replaced. */
export interface Mutant {
  /** What the fault is, in words: "sorts neighbours ascending". */
  readonly fault: string;
  /** Path from the repository root. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Test files (path prefixes) that must notice. */
  readonly tests: readonly string[];
}
