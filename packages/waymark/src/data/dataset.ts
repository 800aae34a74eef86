import { CsrMatrix } from "../compute/csr-matrix.ts";
import { checkRows, type Row } from "./check-rows.ts";
import { checkItemFeatures, checkUserFeatures, type ItemFeatures, type UserFeatures } from "./features.ts";
import { checkColumns, type Interactions } from "./interactions.ts";
import { Vocabulary } from "./vocabulary.ts";

export type { Row } from "./check-rows.ts";

/** Lowest and highest rating a learner could give, e.g. 1 and 5. */
export interface RatingScale {
  readonly min: number;
  readonly max: number;
}

/** Rows a source or a person has put aside for testing, with the rows to train on. Indexes as in the data set. */
export interface PublishedFold {
  readonly name: string;
  readonly train: Interactions;
  readonly test: Interactions;
  /** For each test row, the items it is to be ranked against; absent: every item the user has not had. */
  readonly negatives?: readonly Uint32Array[];
  /** What a reader of its figures must know, e.g. rows left out in cleaning. */
  readonly notes?: readonly string[];
}

export interface DatasetParts {
  readonly name: string;
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly interactions: Interactions;
  readonly timesArePlaces?: boolean;
  readonly scale?: RatingScale;
  readonly itemFeatures?: ItemFeatures;
  readonly userFeatures?: UserFeatures;
  /** The source's own split, read when asked for. */
  readonly publishedFolds?: () => Promise<readonly PublishedFold[]>;
}

/**
 * Cleaned interactions with their vocabularies: at most one row a (user, item) pair, all values finite.
 *
 * Sized for 25 million rows: 24 bytes a row in columns, 12 more for each of the two views once asked for.
 */
export class Dataset {
  readonly name: string;
  readonly users: Vocabulary;
  readonly items: Vocabulary;
  readonly interactions: Interactions;
  /** Times are places in each user's own sequence (1, 2, 3 …): they order a history, but not the rows of different users. */
  readonly timesArePlaces: boolean;
  /** Present when values are ratings on a scale (explicit feedback); absent for implicit feedback. */
  readonly scale?: RatingScale;
  readonly itemFeatures?: ItemFeatures;
  readonly userFeatures?: UserFeatures;
  readonly publishedFolds?: () => Promise<readonly PublishedFold[]>;
  #userItems: CsrMatrix | undefined;
  #itemUsers: CsrMatrix | undefined;

  /** @throws {ShapeError} when columns of interactions or features do not fit the rows or vocabularies */
  constructor(parts: DatasetParts) {
    checkColumns(parts.interactions);
    if (parts.itemFeatures) checkItemFeatures(parts.itemFeatures, parts.items.size);
    if (parts.userFeatures) checkUserFeatures(parts.userFeatures, parts.users.size);
    this.name = parts.name;
    this.users = parts.users;
    this.items = parts.items;
    this.interactions = parts.interactions;
    this.timesArePlaces = parts.timesArePlaces ?? false;
    if (parts.scale) this.scale = parts.scale;
    if (parts.itemFeatures) this.itemFeatures = parts.itemFeatures;
    if (parts.userFeatures) this.userFeatures = parts.userFeatures;
    if (parts.publishedFolds) this.publishedFolds = parts.publishedFolds;
  }

  /**
   * Small data sets written out by hand: examples and tests. Ratings in all rows make the feedback explicit. Ids are texts:
   * a number is refused, since 7, "7" and "007" would be one id here and three in a file.
   *
   * @throws {InvalidInputError} for an id that is no text, when only some rows have a rating, one is not finite or outside the
   *   scale, for a scale without ratings or whose minimum is above its maximum, and when a pair stands in two rows
   * @throws {ShapeError} when features do not have one entry an item or user
   */
  static fromRows(
    rows: readonly Row[],
    { name = "rows", scale, itemFeatures, userFeatures }: FromRowsOptions = {},
  ): Dataset {
    checkRows(rows, scale);
    const users = Vocabulary.from(
      "learner",
      rows.map((row) => row.user),
    );
    const items = Vocabulary.from(
      "course",
      rows.map((row) => row.item),
    );
    const rated = rows.length > 0 && rows[0]!.value !== undefined;
    const values = rated ? Float64Array.from(rows, (row) => row.value!) : undefined;
    const interactions: Interactions = {
      users: Uint32Array.from(rows, (row) => users.index(row.user)),
      items: Uint32Array.from(rows, (row) => items.index(row.item)),
      ...(values && { values }),
      ...(rows.some((row) => row.time !== undefined) && {
        times: Float64Array.from(rows, (row) => row.time ?? Number.NaN),
      }),
    };
    const observed = values && {
      min: values.reduce((a, b) => Math.min(a, b)),
      max: values.reduce((a, b) => Math.max(a, b)),
    };
    const actual = scale ?? observed;
    return new Dataset({
      name,
      users,
      items,
      interactions,
      ...(actual && { scale: actual }),
      ...(itemFeatures && { itemFeatures: itemFeatures(items) }),
      ...(userFeatures && { userFeatures: userFeatures(users) }),
    });
  }

  /** `explicit`: values are ratings on `scale`. `implicit`: a row says "took it" and no more. */
  get feedback(): "explicit" | "implicit" {
    return this.scale === undefined ? "implicit" : "explicit";
  }

  get size(): number {
    return this.interactions.users.length;
  }

  /** users × items; values are ratings, or 1 for implicit feedback. Built once, on first use. */
  get userItems(): CsrMatrix {
    const { users, items, values } = this.interactions;
    this.#userItems ??= CsrMatrix.fromCoordinates(this.users.size, this.items.size, users, items, values);
    return this.#userItems;
  }

  /** items × users, the transpose of `userItems`. Built once, on first use. */
  get itemUsers(): CsrMatrix {
    this.#itemUsers ??= this.userItems.transpose();
    return this.#itemUsers;
  }

  /** users × items with how often each was taken; `undefined` where only whether is known. Built anew each time. */
  userCounts(): CsrMatrix | undefined {
    const { users, items, weights } = this.interactions;
    return weights && CsrMatrix.fromCoordinates(this.users.size, this.items.size, users, items, weights);
  }

  /** The same users, items, scale and features with other rows: a training part, or ratings transformed. */
  replaceInteractions(interactions: Interactions, name = this.name): Dataset {
    return new Dataset({
      name,
      users: this.users,
      items: this.items,
      interactions,
      timesArePlaces: this.timesArePlaces,
      ...(this.scale && { scale: this.scale }),
      ...(this.itemFeatures && { itemFeatures: this.itemFeatures }),
      ...(this.userFeatures && { userFeatures: this.userFeatures }),
    });
  }

  /** Every row counts as taken, whatever its rating: explicit feedback read as implicit. */
  asImplicit(): Dataset {
    const { users, items, weights, times } = this.interactions;
    const interactions: Interactions = { users, items, ...(weights && { weights }), ...(times && { times }) };
    return new Dataset({
      name: this.name,
      users: this.users,
      items: this.items,
      interactions,
      timesArePlaces: this.timesArePlaces,
      ...(this.itemFeatures && { itemFeatures: this.itemFeatures }),
      ...(this.userFeatures && { userFeatures: this.userFeatures }),
      ...(this.publishedFolds && { publishedFolds: this.publishedFolds }),
    });
  }
}

export interface FromRowsOptions {
  readonly name?: string;
  readonly scale?: RatingScale;
  readonly itemFeatures?: (items: Vocabulary) => ItemFeatures;
  readonly userFeatures?: (users: Vocabulary) => UserFeatures;
}
