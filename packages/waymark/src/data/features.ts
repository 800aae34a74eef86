import type { CsrMatrix } from "../compute/csr-matrix.ts";
import { ShapeError } from "../errors.ts";

/** What is known about items beside who took them. Every array has one entry per item of the vocabulary. */
export interface ItemFeatures extends FeatureColumns {
  readonly titles?: readonly (string | undefined)[]; // (items)
  /** Descriptions, in plain text. */
  readonly texts?: readonly (string | undefined)[]; // (items)
  /** Genres, categories or subjects. */
  readonly topics?: Topics;
  /** How advanced an item is; names ascend from the easiest level where the source knows their order. */
  readonly level?: CategoricalColumn;
  /** Hours of work for the whole item, NaN where unknown. */
  readonly workload?: Float64Array; // (items)
  /** Row: an item; columns: the items to take before it. */
  readonly prerequisites?: CsrMatrix; // items × items, stored 1
}

/** What is known about users beside what they took. Every array has one entry per user of the vocabulary. */
export type UserFeatures = FeatureColumns;

/** Further columns, by the names they have in the source. */
export interface FeatureColumns {
  /** NaN where unknown. */
  readonly numeric?: Readonly<Record<string, Float64Array>>;
  readonly categorical?: Readonly<Record<string, CategoricalColumn>>;
}

/** One value out of a few for each entry. */
export interface CategoricalColumn {
  readonly names: readonly string[]; // (categories)
  /** Positions in `names`, `unknownCategory` where unknown. */
  readonly codes: Uint32Array; // (entries)
}

/** The code of an entry whose category is unknown. */
export const unknownCategory = 0xffff_ffff;

/** Which item belongs to which topic. */
export interface Topics {
  readonly names: readonly string[]; // (topics)
  readonly matrix: CsrMatrix; // items × topics, usually 0/1
}

/** Features of items that a model may read, and of users. */
export type ItemFeatureName = keyof ItemFeatures;
export type UserFeatureName = keyof UserFeatures;

/** @throws {ShapeError} naming the feature that does not fit the number of items */
export function checkItemFeatures(features: ItemFeatures, itemCount: number): void {
  const { titles, texts, topics, level, workload, prerequisites } = features;
  const side = "itemFeatures";
  checkLength(`${side}.titles`, titles, itemCount);
  checkLength(`${side}.texts`, texts, itemCount);
  checkLength(`${side}.workload`, workload, itemCount);
  if (topics) checkMatrix(`${side}.topics`, topics.matrix, itemCount, topics.names.length);
  if (level) checkCategories(`${side}.level`, level, itemCount);
  if (prerequisites) checkMatrix(`${side}.prerequisites`, prerequisites, itemCount, itemCount);
  checkNamedColumns(side, features, itemCount);
}

/** @throws {ShapeError} naming the feature that does not fit the number of users */
export const checkUserFeatures = (features: UserFeatures, userCount: number): void =>
  checkNamedColumns("userFeatures", features, userCount);

function checkNamedColumns(side: string, { numeric = {}, categorical = {} }: FeatureColumns, count: number): void {
  for (const [name, column] of Object.entries(numeric)) checkLength(`${side}.numeric.${name}`, column, count);
  for (const [name, column] of Object.entries(categorical))
    checkCategories(`${side}.categorical.${name}`, column, count);
}

function checkLength(what: string, column: { readonly length: number } | undefined, count: number): void {
  if (column !== undefined && column.length !== count) throw new ShapeError(what, `(${count})`, `(${column.length})`);
}

function checkMatrix(what: string, matrix: CsrMatrix, rowCount: number, columnCount: number): void {
  if (matrix.rowCount !== rowCount || matrix.columnCount !== columnCount)
    throw new ShapeError(what, `(${rowCount} × ${columnCount})`, `(${matrix.rowCount} × ${matrix.columnCount})`);
}

function checkCategories(what: string, { names, codes }: CategoricalColumn, count: number): void {
  checkLength(what, codes, count);
  const wrong = codes.find((code) => code >= names.length && code !== unknownCategory);
  if (wrong !== undefined) throw new ShapeError(what, `codes below ${names.length}`, String(wrong));
}
