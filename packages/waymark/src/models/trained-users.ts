/** How many users each model was trained on, for checks of queries; kept beside the models, whose contract does not name users. */
const counts = new WeakMap<object, number>();

export function rememberUsers<M extends object>(model: M, users: number): M {
  counts.set(model, users);
  return model;
}

/** `undefined` for a model that was not made by a factory of `defineModel`. */
export const trainedUsers = (model: object): number | undefined => counts.get(model);
