"""Seconds of a whole EASE fit, from the sparse 0/1 matrix to the items x items weights B; lambda 500.

--how usual: as NumPy code for EASE is usually written: float64 as scipy.sparse makes it, a dense inverse.
--how best: sparse Gram in float32, Cholesky and inverse from it in place (LAPACK spotrf and spotri).
--how dense: the same, but the Gram matrix from the dense matrix (BLAS ssyrk): quicker where the matrix is full enough.
`weightSum` is the sum of B's absolute values, to compare results.
"""

from task import print_line, read_arguments, timed

arguments = read_arguments(lambda parser: parser.add_argument("--how", default="usual", choices=["usual", "best", "dense"]))

import numpy as np  # noqa: E402
from scipy.linalg.blas import ssyrk  # noqa: E402
from scipy.linalg.lapack import spotrf, spotri  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402

REGULARIZATION = 500.0
BLOCK = 512


def usual(x):
    gram = (x.T @ x).toarray()
    diagonal = np.diag_indices(gram.shape[0])
    gram[diagonal] += REGULARIZATION
    p = np.linalg.inv(gram)
    b = -p / np.diag(p)
    b[diagonal] = 0
    return b


def best(x):
    return invert((x.T @ x).toarray(order="F"))


def dense(x):
    return invert(ssyrk(1.0, x.toarray().T, lower=1))


def invert(gram):
    """From X'X, lower triangle, to B, all in the memory of `gram`, which is in LAPACK's column order."""
    gram.ravel(order="K")[:: gram.shape[0] + 1] += REGULARIZATION
    lower, failed = spotrf(gram, lower=1, overwrite_a=1, clean=0)
    p, failed_too = spotri(lower, lower=1, overwrite_c=1)
    if failed or failed_too:
        raise SystemExit("the matrix is not positive definite")
    diagonal = np.diag(p).copy()
    mirror(p)
    p /= -diagonal
    np.fill_diagonal(p, 0)
    return p


def mirror(p):
    """Copies the lower triangle onto the upper one, block by block."""
    for start in range(0, len(p), BLOCK):
        end = start + BLOCK
        p[start:end, end:] = p[end:, start:end].T
        corner = p[start:end, start:end]
        corner[:] = np.tril(corner) + np.tril(corner, -1).T


matrix = read_matrix(arguments.data, arguments.dataset)
if arguments.how == "usual":
    matrix = matrix.astype(np.float64)
fit = {"usual": usual, "best": best, "dense": dense}[arguments.how]
laps, weights = timed(arguments.repeats, lambda: fit(matrix))
print_line(arguments, "ease", "numpy" if arguments.how == "usual" else "scipy", laps, how=arguments.how,
           weightSum=float(np.abs(weights).sum(dtype=np.float64)), **facts(matrix))
