// Reduction of a symmetric matrix to tridiagonal form, in the manner of EISPACK's tred2; see symmetric-eigen.ts. Of the matrix V
// (n, n) the upper triangle is read. All inner loops run along rows.

/**
 * Reflections one row after the other, from the last: V becomes what they are made of, d the squared lengths of their
 * vectors, and e[i] comes to stand beside the diagonal in row i. 4/3 n³ operations.
 */
export function tridiagonalize(V: Float64Array, n: number, d: Float64Array, e: Float64Array): void {
  for (let j = 0; j < n; j++) d[j] = V[j * n + n - 1]!;
  for (let i = n - 1; i > 0; i--) {
    let scale = 0;
    for (let k = 0; k < i; k++) scale += Math.abs(d[k]!);
    let h = 0;
    if (scale === 0) {
      e[i] = d[i - 1]!;
      for (let j = 0; j < i; j++) {
        d[j] = V[j * n + i - 1]!;
        V[j * n + i] = 0;
        V[i * n + j] = 0;
      }
    } else {
      for (let k = 0; k < i; k++) {
        d[k]! /= scale;
        h += d[k]! * d[k]!;
      }
      const first = d[i - 1]!;
      const g = first > 0 ? -Math.sqrt(h) : Math.sqrt(h);
      e[i] = scale * g;
      h -= first * g;
      d[i - 1] = first - g;
      reflect(V, n, i, h, d, e);
    }
    d[i] = h;
  }
}

/** A −= u qᵀ + q uᵀ on the leading i × i part, u in d; e is the room q is made in. */
function reflect(V: Float64Array, n: number, i: number, h: number, d: Float64Array, e: Float64Array): void {
  e.fill(0, 0, i);
  for (let j = 0; j < i; j++) {
    const row = j * n;
    const f = d[j]!;
    V[i * n + j] = f;
    let g = e[j]! + V[row + j]! * f;
    for (let k = j + 1; k < i; k++) {
      g += V[row + k]! * d[k]!;
      e[k]! += V[row + k]! * f;
    }
    e[j] = g;
  }
  let product = 0;
  for (let j = 0; j < i; j++) {
    e[j]! /= h;
    product += e[j]! * d[j]!;
  }
  const half = product / (h + h);
  for (let j = 0; j < i; j++) e[j]! -= half * d[j]!;
  for (let j = 0; j < i; j++) {
    const row = j * n;
    const f = d[j]!;
    const g = e[j]!;
    for (let k = j; k < i; k++) V[row + k]! -= f * e[k]! + g * d[k]!;
    d[j] = V[row + i - 1]!;
    V[row + i] = 0;
  }
}

/** The product of all reflections, transposed, in V; the diagonal in d. 4/3 n³ operations. */
export function accumulate(V: Float64Array, n: number, d: Float64Array): void {
  for (let i = 0; i < n - 1; i++) {
    V[i * n + n - 1] = V[i * n + i]!;
    V[i * n + i] = 1;
    const h = d[i + 1]!;
    const u = (i + 1) * n;
    if (h !== 0) {
      for (let k = 0; k <= i; k++) d[k] = V[u + k]! / h;
      for (let j = 0; j <= i; j++) {
        const row = j * n;
        let g = 0;
        for (let k = 0; k <= i; k++) g += V[u + k]! * V[row + k]!;
        for (let k = 0; k <= i; k++) V[row + k]! -= g * d[k]!;
      }
    }
    V.fill(0, u, u + i + 1);
  }
  for (let j = 0; j < n; j++) {
    d[j] = V[j * n + n - 1]!;
    V[j * n + n - 1] = 0;
  }
  V[n * n - 1] = 1;
}
