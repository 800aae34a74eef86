"""Models no library at hand offers in this exact form, written out in NumPy in float64, from their papers' formulas."""

import numpy as np


def explicit_als(ratings, item_factors, regularization, iterations):
    """ALS with weighted-lambda regularization (Zhou, Wilkinson, Schreiber, Pan 2008, doi:10.1007/978-3-540-68880-8_32).

    Minimizes  sum over known (u, i) of (r_ui - x_u . y_i)^2 + lambda (sum_u n_u |x_u|^2 + sum_i n_i |y_i|^2)
    where n_u and n_i count the ratings of a user and an item. Ratings are used as they are, not centred. Each iteration
    solves all users, (Y_u'Y_u + lambda n_u I) x_u = Y_u' r_u, then all items alike. An empty row gets factors 0.
    `ratings` is (users, items), 0 where unknown. Returns user factors, item factors and the objective after each iteration.
    """
    known = ratings != 0
    x, y, losses = np.zeros((ratings.shape[0], item_factors.shape[1])), item_factors.copy(), []
    for _ in range(iterations):
        solve_rows(x, y, ratings, known, regularization)
        solve_rows(y, x, ratings.T, known.T, regularization)
        errors = ((ratings - x @ y.T)[known] ** 2).sum()
        norms = known.sum(1) @ (x**2).sum(1) + known.sum(0) @ (y**2).sum(1)
        losses.append(errors + regularization * norms)
    return x, y, losses


def solve_rows(x, y, ratings, known, regularization):
    for row in range(len(x)):
        own = y[known[row]]  # (ratings of this row, factors)
        if len(own) == 0:
            x[row] = 0
            continue
        left = own.T @ own + regularization * len(own) * np.eye(y.shape[1])
        x[row] = np.linalg.solve(left, own.T @ ratings[row, known[row]])


def ease(x, regularization):
    """EASE (Steck 2019, doi:10.1145/3308558.3313710): P = (X'X + lambda I)^-1, B_ij = -P_ij / P_jj, B_jj = 0.

    A user's scores are the row x_u B. Returns B, (items, items).
    """
    p = np.linalg.inv(x.T @ x + regularization * np.eye(x.shape[1]))
    b = p / -np.diag(p)  # divides column j by P_jj
    np.fill_diagonal(b, 0)
    return b


def rp3beta(x, alpha, beta):
    """RP3beta (Paudel, Christoffel, Newell, Bernstein 2017, doi:10.1145/2955101) on a 0/1 matrix x, (users, items).

    P_ui = x_ui / (items of u),  P_iu = x_ui / (users of i)       steps of the random walk
    W_ij = (sum over u of P_iu^alpha P_uj^alpha) / (users of j)^beta,  W_ii = 0       powers of each single entry
    A user's scores are the row x_u W. All neighbours are kept and rows of W are not normalized again. A row or column
    without interactions gives 0. To keep k neighbours one would keep the k largest of each row i.
    """
    user_counts, item_counts = x.sum(1), x.sum(0)
    p_ui = np.divide(x, user_counts[:, None], out=np.zeros_like(x), where=user_counts[:, None] > 0) ** alpha
    p_iu = np.divide(x.T, item_counts[:, None], out=np.zeros_like(x.T), where=item_counts[:, None] > 0) ** alpha
    w = np.divide(p_iu @ p_ui, item_counts**beta, out=np.zeros((x.shape[1],) * 2), where=item_counts > 0)
    np.fill_diagonal(w, 0)
    return w


def positive_largest(vectors):
    """Columns with their largest entry by absolute value made positive, so that eigenvectors can be compared."""
    largest = vectors[np.abs(vectors).argmax(0), np.arange(vectors.shape[1])]
    return vectors * np.sign(largest)
