import { dotAt } from "./factor-rows.ts";

/**
 * The w that minimizes Σₖ (targetₖ − w·xₖ)² + Σ_d penalties_d · w_d², by Cholesky on the normal equations.
 * O(rows × width² + width³) time, O(width²) space.
 *
 * @param rows x, shape (targets.length, width)
 * @param penalties shape (width), each above 0, so that a solution exists however few the rows
 */
export function solveRidge(rows: Float64Array, targets: Float64Array, penalties: Float64Array): Float64Array {
  const width = penalties.length;
  const gram = new Float64Array(width * width); // its lower half becomes the Cholesky factor L
  const solution = new Float64Array(width);
  for (let k = 0; k < targets.length; k++) {
    const start = k * width;
    for (let r = 0; r < width; r++) {
      const x = rows[start + r]!;
      solution[r]! += x * targets[k]!;
      for (let c = 0; c <= r; c++) gram[r * width + c]! += x * rows[start + c]!;
    }
  }
  for (let d = 0; d < width; d++) gram[d * width + d]! += penalties[d]!;

  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++)
      gram[r * width + c] = (gram[r * width + c]! - dotAt(gram, r * width, gram, c * width, c)) / gram[c * width + c]!;
    gram[r * width + r] = Math.sqrt(gram[r * width + r]! - dotAt(gram, r * width, gram, r * width, r));
  }
  for (let r = 0; r < width; r++)
    solution[r] = (solution[r]! - dotAt(gram, r * width, solution, 0, r)) / gram[r * width + r]!;
  for (let r = width - 1; r >= 0; r--) {
    solution[r]! /= gram[r * width + r]!;
    for (let c = 0; c < r; c++) solution[c]! -= gram[r * width + c]! * solution[r]!;
  }
  return solution;
}
