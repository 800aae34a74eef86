import type { Weight, Weights } from "../../../compute/neural/network.ts";

/**
 * Where `neumf` starts after its parts were trained: their embeddings and layers as they are, the last layer half of each
 * one's (α = 0.5 in the paper), so that its first logit is the mean of theirs.
 */
export function joinPretrained(product: Weights, mlp: Weights): Weights {
  const joined = new Map([...product, ...mlp]);
  for (const name of ["output.weight", "output.bias"]) {
    const [a, b] = [product.get(name)!.data, mlp.get(name)!.data];
    joined.set(name, name.endsWith("weight") ? sideBySide(a, b) : { shape: [1, 1], data: mean(a, b) });
  }
  return joined;
}

const sideBySide = (a: Float32Array, b: Float32Array): Weight => ({
  shape: [a.length + b.length, 1],
  data: Float32Array.from([...a, ...b], (weight) => weight / 2),
});

const mean = (a: Float32Array, b: Float32Array): Float32Array => a.map((bias, i) => (bias + b[i]!) / 2);
