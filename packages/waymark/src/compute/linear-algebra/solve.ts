import { addOuter } from "./gram.ts";
import { addScaled, dotAt } from "./rows.ts";

/**
 * The w that minimizes Σₖ (targetₖ − w·xₖ)² + Σ_d penalties_d · w_d², by Cholesky on the normal equations.
 * O(rows × width² + width³) time, O(width²) space.
 *
 * @param rows x, shape (targets.length, width)
 * @param penalties shape (width), each above 0, so that a solution exists however few the rows
 */
export function solveRidge(rows: Float64Array, targets: Float64Array, penalties: Float64Array): Float64Array {
  const width = penalties.length;
  const gram = new Float64Array(width * width);
  const solution = new Float64Array(width);
  for (let k = 0; k < targets.length; k++) {
    addScaled(solution, rows, k * width, targets[k]!);
    addOuter(gram, rows, k * width, width);
  }
  for (let d = 0; d < width; d++) gram[d * width + d]! += penalties[d]!;
  solveDefinite(gram, solution);
  return solution;
}

/**
 * Solves A x = b by Cholesky, in place: `right` holds b and becomes x, the lower half of `matrix` becomes the factor L.
 * O(width³). NaN comes out where A is not positive definite.
 *
 * @param matrix A, shape (width, width); only its lower half is read
 */
export function solveDefinite(matrix: Float64Array, right: Float64Array): void {
  const width = right.length;
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++)
      matrix[r * width + c] =
        (matrix[r * width + c]! - dotAt(matrix, r * width, matrix, c * width, c)) / matrix[c * width + c]!;
    matrix[r * width + r] = Math.sqrt(matrix[r * width + r]! - dotAt(matrix, r * width, matrix, r * width, r));
  }
  for (let r = 0; r < width; r++)
    right[r] = (right[r]! - dotAt(matrix, r * width, right, 0, r)) / matrix[r * width + r]!;
  for (let r = width - 1; r >= 0; r--) {
    right[r]! /= matrix[r * width + r]!;
    for (let c = 0; c < r; c++) right[c]! -= matrix[r * width + c]! * right[r]!;
  }
}
