import type { Initializer } from "../../../compute/neural/initializers.ts";
import type { Network } from "../../../compute/neural/network.ts";
import { embed } from "../../../compute/neural/ops/embed.ts";
import type { Tape } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";

/** Looks users and items up: their embeddings, apart or side by side. */
export interface InteractionEmbeddings {
  user(tape: Tape, rows: number, users: Uint32Array): Tensor;
  item(tape: Tape, rows: number, items: Uint32Array): Tensor;
  both(tape: Tape, rows: number, users: Uint32Array, items: Uint32Array): Tensor;
}

/**
 * Declares a table of users and one of items, called `users.NAME` and `items.NAME`.
 * @param initialOfItems where the numbers of items start otherwise than those of users
 */
export function interactionEmbeddings(
  network: Network,
  name: string,
  {
    users: userCount,
    items: itemCount,
    width,
  }: { readonly users: number; readonly items: number; readonly width: number },
  initial: Initializer,
  initialOfItems = initial,
): InteractionEmbeddings {
  const ofUsers = network.table(`users.${name}`, userCount, width, initial);
  const ofItems = network.table(`items.${name}`, itemCount, width, initialOfItems);
  return {
    user: (tape, rows, index) => embed(tape, rows, [{ from: ofUsers, index }]),
    item: (tape, rows, index) => embed(tape, rows, [{ from: ofItems, index }]),
    both: (tape, rows, users, items) =>
      embed(tape, rows, [
        { from: ofUsers, index: users },
        { from: ofItems, index: items },
      ]),
  };
}
