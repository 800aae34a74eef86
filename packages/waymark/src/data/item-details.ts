import type { CsrMatrix } from "../compute/csr-matrix.ts";

/** What is known about items beside who took them. Every array has one entry per item of the vocabulary. */
export interface ItemDetails {
  readonly titles: readonly (string | undefined)[];
  readonly descriptions: readonly (string | undefined)[];
  /** Genres, categories or subjects. */
  readonly topics?: Topics;
}

/** Which item belongs to which topic. */
export interface Topics {
  readonly names: readonly string[]; // (topics)
  readonly matrix: CsrMatrix; // items × topics, usually 0/1
}
