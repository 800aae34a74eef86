import type { Arena } from "../../../compute/core/arena.ts";
import type { Core } from "../../../compute/core/core.ts";
import { roundUp } from "../../../compute/core/whole-vectors.ts";
import { packRight } from "../../../compute/linear-algebra/gemm.ts";

/**
 * An interaction network as an MLP whose first layer is split between user and item, for scoring all items:
 *
 *     output = offset + userVector · factors[i] + last · ReLU(… ReLU(first[i] + own)…)
 */
export interface Mlp {
  /** The items' part of the first layer, bias included: (items, width). */
  readonly first: Float32Array;
  readonly width: number;
  /** The layers after it but for the last, each with ReLU. */
  readonly hidden: readonly MlpLayer[];
  /** Weights of the last layer. */
  readonly last: Float32Array;
  readonly offset: number;
  /** A product of vectors beside the MLP: (items, factorWidth). */
  readonly factors?: Float32Array;
  readonly factorWidth?: number;
}

export interface MlpLayer {
  /** (inputs, outputs) */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** A user's part. */
export interface MlpUserVector {
  readonly own: Float32Array; // (width)
  readonly factors?: Float32Array; // (factorWidth)
}

export interface OpenMlp {
  /** Runs without a tape: writes outputs for all items, row by row of `out`, whose rows are `stride` apart; on the calling thread. */
  scoreNow(userVectors: readonly MlpUserVector[], out: Float32Array, stride: number): void;
  /** The same on several threads. */
  score(
    userVectors: readonly MlpUserVector[],
    out: Float32Array,
    stride: number,
    options: { readonly threads?: number | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
}

/** Puts an MLP into the core's memory. `out` must lie there too. */
export function openMlp(core: Core, arena: Arena, mlp: Mlp, items: number, maxUsers: number): OpenMlp {
  const { hidden, last, offset, factors, factorWidth = 0 } = mlp;
  const [width, extra] = [whole(mlp.width), whole(factorWidth)];
  const widths = [width, ...hidden.map(({ outputs }) => whole(outputs)), 1];
  const R = arena.zerosF32(maxUsers * width);
  const T = factors && arena.zerosF32(maxUsers * extra);
  const fixed = {
    P: arena.padded(mlp.first, mlp.width, width),
    R,
    widths: arena.copyU32(widths),
    ...packLayers(core, arena, hidden),
    last: arena.padded(last, last.length, whole(last.length)),
    E: factors && arena.padded(factors, factorWidth, extra),
    T,
    items,
    layers: widths.length - 1,
    extra,
    offset,
    first: width,
    widest: whole(Math.max(...widths)),
  };
  const fill = (userVectors: readonly MlpUserVector[]): number => {
    userVectors.forEach((userVector, n) => {
      R.set(userVector.own, n * width);
      if (userVector.factors) T?.set(userVector.factors, n * extra);
    });
    return userVectors.length * Math.ceil(items / BLOCK);
  };
  const cost = BLOCK * widths.slice(1).reduce((sum, each, n) => sum + (each * widths[n]!) / 16, width / 4);
  return {
    scoreNow: (userVectors, out, stride) => core.runNow("scoreMlp", fill(userVectors), { ...fixed, out, stride }),
    score: (userVectors, out, stride, options) =>
      core.run("scoreMlp", fill(userVectors), { ...fixed, out, stride }, { ...options, cost }),
  };
}

const BLOCK = 32; // items the kernel takes at a time

/** Widths the kernel can use: layers are filled up with neurons whose output is always 0. */
const whole = (width: number): number => roundUp(width, 8);

function packLayers(core: Core, arena: Arena, layers: readonly MlpLayer[]) {
  const parts = layers.map(({ weight, bias, inputs, outputs }) => {
    const [rows, columns] = [whole(inputs), whole(outputs)];
    const wide = new Float32Array(rows * columns);
    for (let i = 0; i < inputs; i++) wide.set(weight.subarray(i * outputs, (i + 1) * outputs), i * columns);
    const filled = new Float32Array(columns);
    filled.set(bias);
    return { packed: packRight(core, arena, wide, { rows, columns }), bias: filled };
  });
  const joined = {
    packed: arena.copyF32(parts.flatMap(({ packed }) => [...packed])),
    biases: arena.copyF32(parts.flatMap(({ bias }) => [...bias])),
  };
  for (const { packed } of parts) arena.release(packed);
  return joined;
}
