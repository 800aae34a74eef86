/** What learners answered, beside who and what: one entry a row of the interactions it was read with, in their order. */
export interface Answers {
  /** 1 right, 0 wrong; NaN for rows that are no answers (an opened lecture) or whose right answer is unknown. */
  readonly correct: Float64Array;
  /** What the answer took; NaN where unknown. */
  readonly seconds: Float64Array;
  /** 1 where something a row of this kind has is missing: the answer, its duration, its time, what is right. */
  readonly incompleteMask: Uint8Array;
  /** Position in `platformNames`, or `noPlatform`. */
  readonly platforms: Uint8Array;
  /** Empty where the log names none. */
  readonly platformNames: readonly string[];
}

export const noPlatform = 255;

export interface Answer {
  readonly correct: number;
  readonly seconds: number;
  readonly isComplete: boolean;
  readonly platform?: string;
}

/** The answers at some rows, in the order given: copies. */
export const selectAnswers = (answers: Answers, rows: Uint32Array): Answers => ({
  correct: Float64Array.from(rows, (row) => answers.correct[row]!),
  seconds: Float64Array.from(rows, (row) => answers.seconds[row]!),
  incompleteMask: Uint8Array.from(rows, (row) => answers.incompleteMask[row]!),
  platforms: Uint8Array.from(rows, (row) => answers.platforms[row]!),
  platformNames: answers.platformNames,
});

/** Gathers answers one row at a time, over several files. */
export class AnswerColumns {
  readonly #correct: number[] = [];
  readonly #seconds: number[] = [];
  readonly #incomplete: number[] = [];
  readonly #platforms: number[] = [];
  readonly #names: string[] = [];

  add({ correct, seconds, isComplete, platform }: Answer): void {
    this.#correct.push(correct);
    this.#seconds.push(seconds);
    this.#incomplete.push(isComplete ? 0 : 1);
    this.#platforms.push(platform ? this.#codeOf(platform) : noPlatform);
  }

  finish(): Answers {
    return {
      correct: Float64Array.from(this.#correct),
      seconds: Float64Array.from(this.#seconds),
      incompleteMask: Uint8Array.from(this.#incomplete),
      platforms: Uint8Array.from(this.#platforms),
      platformNames: this.#names,
    };
  }

  /** The first 255 names get numbers; a file with more of them names something else. */
  #codeOf(platform: string): number {
    const known = this.#names.indexOf(platform);
    if (known >= 0) return known;
    return this.#names.length < noPlatform ? this.#names.push(platform) - 1 : noPlatform;
  }
}
