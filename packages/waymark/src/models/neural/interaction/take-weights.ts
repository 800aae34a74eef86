import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import { ShapeError } from "../../../errors.ts";
import type { ModelState } from "../../model.ts";
import { takeWeights } from "../../shared/neural/weights.ts";
import { type InteractionNetwork, isOfUsers } from "./interaction-network.ts";

/**
 * The weights of a saved interaction network, its tables checked: a table of items has one of users beside it, of the same width, and
 * a row for each. Layers are checked by the network that loads them.
 *
 * @throws {ShapeError} naming the first table that is missing or of another shape
 */
export function takeInteractionWeights(
  state: ModelState,
  net: Pick<InteractionNetwork, "width" | "itemTable">,
  { users, items }: Pick<Dataset, "users" | "items">,
): Weights {
  const weights = takeWeights(state);
  const names = new Set([net.itemTable, ...[...weights.keys()].filter((name) => name.startsWith("items."))]);
  for (const itemTable of names) {
    const width = weights.get(itemTable)?.shape[1] ?? net.width;
    checkTable(weights, itemTable, items.size, width);
    checkTable(weights, itemTable.replace("items.", "users."), users.size, width);
  }
  const tables = [...weights].filter(([name]) => isOfUsers(name));
  const width = tables.reduce((sum, [, { shape }]) => sum + shape[1]!, 0);
  if (width !== net.width || tables.length !== names.size)
    throw new ShapeError(
      "tensors of learners",
      `${net.width} numbers a row in ${names.size} tables`,
      `${width} in ${tables.length}`,
    );
  return weights;
}

function checkTable(weights: Weights, name: string, rows: number, width: number): void {
  const found = weights.get(name);
  if (found?.shape.join() !== `${rows},${width}` || found.data.length !== rows * width)
    throw new ShapeError(`tensor ${name}`, `(${rows}, ${width})`, found ? `(${found.shape.join(", ")})` : "none");
}
