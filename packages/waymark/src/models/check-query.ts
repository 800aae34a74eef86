import { InvalidInputError } from "../errors.ts";
import type { Query } from "./query.ts";
import { trainedUsers } from "./trained-users.ts";

/** As much of a model as a check needs. */
interface Askable {
  readonly items: { readonly size: number };
}

/**
 * The check of queries to one model, for the public ways to ask it; models themselves take every query as sound.
 * O(history) a query; the check holds 4 bytes an item.
 *
 * @throws {InvalidInputError} (the check itself) for an item or user the model does not know, an item twice, weights that do
 * not fit, or no query at all; (here) for what is not a trained model
 */
export function queryChecker(model: Askable): (query: Query) => void {
  checkModel(model);
  const { size } = model.items;
  const users = trainedUsers(model);
  const seen = new Uint32Array(size); // the number of the query that last held the item
  let number = 0;
  return (query) => {
    number++;
    const { history, weights, user } = checkShape(query);
    for (const item of history) {
      if (item >= size)
        throw new InvalidInputError(
          "query.history",
          `indexes of courses, 0 … ${size - 1}`,
          item,
          "Take them from model.items.index(id).",
        );
      if (seen[item] === number)
        throw new InvalidInputError("query.history", "each course once", item, "Leave the repetition out.");
      seen[item] = number;
    }
    if (weights !== undefined) checkWeights(weights, history.length);
    if (user === undefined) return;
    if (!Number.isInteger(user) || user < 0 || user >= (users ?? Number.POSITIVE_INFINITY))
      throw new InvalidInputError(
        "query.user",
        users === undefined ? "the index of a user" : `the index of a user the model was trained on, 0 … ${users - 1}`,
        user,
        "Leave it out for a new user: the history is enough.",
      );
  };
}

/** @throws {InvalidInputError} for an estimator, a factory or a promise in place of a trained model */
export function checkModel(model: Askable): void {
  const given: unknown = model;
  if (typeof given === "object" && given !== null && "score" in given && "items" in given) return;
  const what = describeModel(given);
  throw new InvalidInputError(
    "model",
    { sentence: `model must be a trained model, received ${what}.` },
    what,
    "Train one first, e.g. const model = await itemKnn().fit(data).",
  );
}

function describeModel(given: unknown): string {
  if (given instanceof Promise) return "a promise; await it";
  if (typeof given === "function") return "a function that makes estimators";
  if (typeof given === "object" && given !== null && "fit" in given) return "an estimator that has not been trained";
  return typeof given === "string" ? JSON.stringify(given) : String(given);
}

function checkShape(query: unknown): Query {
  const remedy = "Use { history: Uint32Array.of(…) } with item indexes, or queryOf(data, user).";
  if (typeof query !== "object" || query === null)
    throw new InvalidInputError("query", "an object with a history", query, remedy);
  const { history } = query as { readonly history?: unknown };
  if (history instanceof Uint32Array) return query as Query;
  const holdsIds = Array.isArray(history) && history.some((entry) => typeof entry === "string");
  throw new InvalidInputError(
    "query.history",
    holdsIds ? "a Uint32Array of item indexes, not of ids" : "a Uint32Array of item indexes",
    history,
    holdsIds ? "Use Uint32Array.from(ids, (id) => model.items.index(id))." : remedy,
  );
}

function checkWeights(weights: ArrayLike<number>, length: number): void {
  if (weights.length !== length)
    throw new InvalidInputError(
      "query.weights",
      `one for each of the ${length} courses of the history`,
      `${weights.length}`,
      "Give as many weights as courses, or none.",
    );
  for (let p = 0; p < length; p++)
    if (!Number.isFinite(weights[p]))
      throw new InvalidInputError(
        "query.weights",
        "finite numbers",
        weights[p],
        "Leave weights out where none is known.",
      );
}
