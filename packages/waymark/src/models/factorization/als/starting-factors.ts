import { fillNormal } from "../../../compute/linear-algebra/random.ts";
import type { Dataset } from "../../../data/dataset.ts";
import { withCore } from "../../core-option.ts";
import type { FitOptions } from "../../model.ts";
import type { AlsFactors } from "./train-als.ts";

/** N(0, 0.01 / factors) everywhere: products start far below 1. Equal for equal seed, whatever the threads. */
export async function startingFactors(
  { users, items }: Dataset,
  factors: number,
  options: FitOptions,
): Promise<AlsFactors> {
  const { core, seed, signal, threads } = withCore(options);
  const rows = async (count: number, stream: number): Promise<Float32Array> => {
    const arena = core.arena();
    try {
      const out = arena.f32(count * factors);
      await fillNormal(core, out, { seed, stream }, 0, 0.1 / Math.sqrt(factors), { signal, threads });
      return new Float32Array(out);
    } finally {
      arena.dispose();
    }
  };
  return { users: await rows(users.size, 1), items: await rows(items.size, 2) };
}
