import type { Network, Weights } from "../../../compute/neural/network.ts";
import type { Tape } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";
import type { FactorForm, UserVector } from "../../scoring/scoring-form.ts";
import type { Mlp, MlpUserVector } from "./mlp.ts";

/** Output of a network for pairs of users and items, shape (rows, 1), before any link function. */
export type InteractionOutput = (tape: Tape, rows: number, users: Uint32Array, items: Uint32Array) => Tensor;

/**
 * A network that scores one user with one item. Tables of users have names that begin with `users`, those of items with `items`:
 * a new user is folded in by learning the former with everything else frozen.
 */
export interface InteractionNetwork {
  /** Declares the weights for so many users and items. */
  declare(network: Network, users: number, items: number): InteractionOutput;
  /** Adds the loss of the output against labels; rows of weight 0 do not count. */
  readonly loss: (tape: Tape, output: Tensor, labels: Float32Array, weights: Float32Array) => void;
  /** Numbers a user or an item has, all tables together. */
  readonly width: number;
  /** The table of items by which courses are alike. */
  readonly itemTable: string;
  /** The output for all items at once, without the tape. */
  form(weights: Weights): InteractionForm;
}

/** How outputs for all items come about: a matrix product, or an MLP. */
export type InteractionForm = InteractionFactors | InteractionMlp;

/** offset + itemBias[i] + userVector · items[i] */
export interface InteractionFactors extends Pick<FactorForm, "kind" | "factors" | "items" | "itemBias"> {
  userVector(rows: UserRows): UserVector;
}

export interface InteractionMlp {
  readonly kind: "mlp";
  readonly mlp: Mlp;
  userVector(rows: UserRows): MlpUserVector;
}

/** What a network knows of one user: a row of each table of users, by name. */
export type UserRows = ReadonlyMap<string, Float32Array>;

export const isOfUsers = (name: string): boolean => name.startsWith("users");
