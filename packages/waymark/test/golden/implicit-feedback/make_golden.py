"""Writes the JSON files of this folder: what implicit, scikit-learn, SciPy and NumPy make of two small matrices.

    python3 -m venv .venv && .venv/bin/pip install implicit scikit-learn scipy && .venv/bin/python make_golden.py
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402
from implicit.cpu.als import AlternatingLeastSquares, calculate_loss  # noqa: E402
from implicit.nearest_neighbours import CosineRecommender  # noqa: E402
from scipy.sparse.linalg import svds  # noqa: E402
from sklearn.linear_model import ElasticNet  # noqa: E402

from matrices import (  # noqa: E402
    ITEMS, USERS, binary, columns, ratings, rng, rounded, rows, sparse, start_factors, taken, weights, write)
from numpy_models import ease, explicit_als, positive_largest, rp3beta  # noqa: E402

MATRICES = {"binary": binary(), "weighted": sparse(weights)}
dense = {name: matrix.toarray().astype(np.float64) for name, matrix in MATRICES.items()}


def implicit_als():
    """implicit's confidence of a stored cell is alpha x value, of any other cell 1; preference is 1 or 0.

    The loss is  (sum over all cells of c (p - x . y)^2 + lambda (|X|^2 + |Y|^2)) / (sum over all cells of c);
    lambda is not multiplied by the number of interactions. A row without interactions gets factors 0.
    0.125 as lambda, since the conjugate gradient solver and the loss hold it in float32 whatever the dtype.
    """
    factors, regularization = 8, 0.125
    start = {"users": start_factors(USERS, factors), "items": start_factors(ITEMS, factors)}
    cases, explained = [], None
    for matrix, alpha, solver, iterations in (
        ("binary", 1, "exact", 3), ("binary", 1, "cg", 3), ("binary", 5, "exact", 3), ("weighted", 1, "exact", 1),
        ("weighted", 1, "exact", 3), ("weighted", 1, "cg", 1), ("weighted", 1, "cg", 3),
    ):
        x = MATRICES[matrix]
        model = AlternatingLeastSquares(factors=factors, regularization=regularization, alpha=alpha, dtype=np.float64,
                                        use_cg=solver == "cg", iterations=iterations, num_threads=1)
        model.user_factors, model.item_factors = start["users"].copy(), start["items"].copy()
        model.fit(x, show_progress=False)
        loss = calculate_loss((x * alpha).tocsr(), model.user_factors, model.item_factors, regularization, 1)
        cases.append({"matrix": matrix, "alpha": alpha, "solver": solver, "iterations": iterations, "loss": rounded(loss),
                      "users": rounded(model.user_factors), "items": rounded(model.item_factors)})
        if (matrix, solver, iterations) == ("weighted", "exact", 3):
            explained = als_extras(model, x)
    write("als.json", {"factors": factors, "regularization": regularization, "cgSteps": 3,
                       "start": {name: rounded(value) for name, value in start.items()}, "cases": cases,
                       "afterWeightedExact3": explained}, "implicit")


def als_extras(model, x):
    """Fold-in of three users against the final item factors, and the parts of the score of an item a user does not have."""
    user = 4
    item = int(np.flatnonzero(~taken[user])[0])
    score, parts, _ = model.explain(user, x, item, N=ITEMS)
    return {"foldIn": {"users": [0, 1, 4], "factors": rounded(model.recalculate_user([0, 1, 4], x[[0, 1, 4]]))},
            "explain": {"user": user, "item": item, "score": rounded(score),
                        "contributions": [[int(i), rounded(s)] for i, s in parts]}}


def explicit():
    factors, regularization, iterations = 4, 0.05, 3
    start = start_factors(ITEMS, factors)
    users, items, losses = explicit_als(sparse(ratings, np.float64).toarray(), start, regularization, iterations)
    write("explicit-als.json", {"factors": factors, "regularization": regularization, "iterations": iterations,
                                "startItems": rounded(start), "losses": rounded(losses), "users": rounded(users),
                                "items": rounded(items)})


def slim(x, l1, l2):
    """W of SLIM (Ning, Karypis 2011), column by column: minimizes 1/2 |x_j - X w|^2 + l2/2 |w|^2 + l1 |w|_1, w >= 0, w_j = 0.

    scikit-learn minimizes 1/(2n) |y - X w|^2 + a r |w|_1 + a (1 - r)/2 |w|^2 with n users, a = alpha, r = l1_ratio. Times n,
    that is ours with l1 = n a r and l2 = n a (1 - r), so a = (l1 + l2) / n and r = l1 / (l1 + l2).
    """
    w = np.zeros((ITEMS, ITEMS))
    for item in range(ITEMS):
        others = x.copy()
        others[:, item] = 0  # a column of zeros gets weight 0
        if x[:, item].any():
            w[:, item] = ElasticNet(alpha=(l1 + l2) / USERS, l1_ratio=l1 / (l1 + l2), positive=True, fit_intercept=False,
                                    tol=1e-13, max_iter=100_000).fit(others, x[:, item]).coef_
    return w


def item_weights():
    """Items x items weights; scores are the user's row times them."""
    write("ease.json", {"cases": [{"regularization": value, "weights": rounded(ease(dense["binary"], value))}
                                  for value in (10, 500)]})
    write("slim.json", {"cases": [{"matrix": matrix, "l1": l1, "l2": l2, "weights": rounded(slim(dense[matrix], l1, l2))}
                                  for matrix, l1, l2 in (("binary", 0.5, 1), ("binary", 0.1, 5), ("weighted", 2, 4))]},
          "scikit-learn")
    write("rp3beta.json", {"cases": [{"alpha": alpha, "beta": beta, "weights": rounded(rp3beta(dense["binary"], alpha, beta))}
                                     for alpha, beta in ((1, 0.6), (0.85, 0.3))]})
    _, singular, vt = svds(binary(np.float64), k=6, tol=1e-14, rng=np.random.default_rng(1))  # singular values ascend
    write("pure-svd.json", {"factors": 6, "singular": rounded(singular[::-1]), "weights": rounded(vt.T @ vt)}, "scipy")


def cosine():
    """implicit's similarity matrix: an item is a neighbour of itself with 1 and counts among the K; empty items have none."""
    cases = []
    for matrix, k in (("binary", ITEMS), ("weighted", 5)):  # the five are without ties
        model = CosineRecommender(K=k, num_threads=1)
        model.fit(MATRICES[matrix].astype(np.float64), show_progress=False)
        cases.append({"matrix": matrix, "neighbours": k, "similarities": rounded(model.similarity.toarray())})
    write("cosine.json", {"cases": cases}, "implicit")


def linear_algebra():
    half = rng.integers(-32, 33, (12, 12)) / 8
    symmetric = (half + half.T) / 2
    values, vectors = np.linalg.eigh(symmetric)  # ascending
    tall = rng.integers(-32, 33, (30, 20)) / 8
    write("linear-algebra.json", {
        "symmetric": rounded(symmetric), "eigenvalues": rounded(values, 12),
        "eigenvectors": rounded(positive_largest(vectors), 12),  # one a column
        "tall": rounded(tall), "singular": rounded(np.linalg.svd(tall, compute_uv=False), 12)})


write("matrix.json", {"users": USERS, "items": ITEMS, "rows": rows.tolist(), "columns": columns.tolist(),
                      "weights": rounded(weights), "ratings": ratings.tolist()})
implicit_als()
explicit()
item_weights()
cosine()
linear_algebra()
