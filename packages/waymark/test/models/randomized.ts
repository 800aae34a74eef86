import type { Network } from "../../src/compute/neural/network.ts";
import { Random } from "../../src/compute/random.ts";

/** Weights of every kind anywhere within ±1, variances above 0. */
export function randomized(network: Network, seed: number): Network {
  const random = new Random(seed);
  for (const [name, { data }] of network.weights())
    for (let i = 0; i < data.length; i++)
      data[i] = name.endsWith("variance") ? 0.5 + random.uniform() : random.uniform() * 2 - 1;
  return network;
}
