"""Writes factorizations.json: what scikit-surprise learns from a small matrix, started from factors that are written along.

Ran with Python 3.11.7, scikit-surprise 1.1.5, numpy 2.4.6:  python factorizations.py > factorizations.json
User u7 and item i8 have no training row: predictions for them show the fall-backs.
"""
import json
import math
import sys

import numpy as np
import pandas as pd
import surprise

USERS = [f"u{n}" for n in range(1, 8)]
ITEMS = [f"i{n}" for n in range(1, 9)]
ROWS = [
    (f"u{u}", f"i{i}", float(1 + (u * i + u * u + 2 * i) % 5))
    for u in range(1, 7)
    for i in range(1, 8)
    if (3 * u + 5 * i + u * i) % 4 != 0
]
ASKED = [("u1", "i1"), ("u2", "i4"), ("u3", "i7"), ("u6", "i5"), ("u5", "i8"), ("u7", "i2"), ("u7", "i8")]


def wave(rows, width, phase, low, high):
    """Numbers that look irregular and are the same everywhere."""
    return [[low + (high - low) * (0.5 + 0.5 * math.sin(phase + 1.7 * r + 2.3 * f)) for f in range(width)] for r in range(rows)]


class Replay(np.random.RandomState):
    """Hands out prepared matrices, in the order in which the algorithm asks for random ones."""

    def prepare(self, matrices):
        self.matrices = list(matrices)
        return self

    def normal(self, loc=0.0, scale=1.0, size=None):
        return self.take(size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return self.take(size)

    def take(self, size):
        matrix = np.array(self.matrices.pop(0))
        assert matrix.shape == tuple(size)
        return matrix


frame = pd.DataFrame(ROWS, columns=["user", "item", "rating"])
train = surprise.Dataset.load_from_df(frame, surprise.Reader(rating_scale=(1, 5))).build_full_trainset()
inner_users = [train.to_raw_uid(u) for u in range(train.n_users)]
inner_items = [train.to_raw_iid(i) for i in range(train.n_items)]


def inner(matrix, ids, order):
    return [matrix[ids.index(raw)] for raw in order]


def outer(learned, ids, order):
    """None for ids without a training row."""
    return [np.asarray(learned)[order.index(raw)].tolist() if raw in order else None for raw in ids]


def case(make, starts=()):
    start = {name: wave(len(USERS if name == "users" else ITEMS), width, phase, low, high) for name, width, phase, low, high in starts}
    replayed = [inner(m, USERS if n == "users" else ITEMS, inner_users if n == "users" else inner_items) for n, m in start.items()]
    options = {"random_state": Replay(0).prepare(replayed)} if start else {}
    algo = make(**options).fit(train)
    learned = {"userBiases": outer(algo.bu, USERS, inner_users), "itemBiases": outer(algo.bi, ITEMS, inner_items)}
    for ours, theirs, ids, order in (
        ("userFactors", "pu", USERS, inner_users),
        ("itemFactors", "qi", ITEMS, inner_items),
        ("implicitFactors", "yj", ITEMS, inner_items),
    ):
        if hasattr(algo, theirs):
            learned[ours] = outer(getattr(algo, theirs), ids, order)
    return {"start": start, "learned": learned, "predictions": [algo.predict(u, i).est for u, i in ASKED]}


S = surprise
signed = (("users", 5, 0.3, -0.4, 0.5), ("items", 5, 1.1, -0.5, 0.4))
positive = (("users", 3, 0.3, 0.05, 0.95), ("items", 3, 1.1, 0.05, 0.95))
cases = {
    "als": case(lambda: S.BaselineOnly(verbose=False)),
    "als-3": case(lambda: S.BaselineOnly({"method": "als", "n_epochs": 3, "reg_u": 2, "reg_i": 4}, verbose=False)),
    "sgd": case(lambda: S.BaselineOnly({"method": "sgd"}, verbose=False)),
    "svd": case(lambda **o: S.SVD(n_factors=5, n_epochs=30, lr_all=0.02, reg_all=0.05, **o), signed),
    "svd-unbiased": case(lambda **o: S.SVD(n_factors=5, n_epochs=30, lr_all=0.02, reg_all=0.05, biased=False, **o), signed),
    "svdpp": case(
        lambda **o: S.SVDpp(n_factors=5, n_epochs=30, lr_all=0.02, reg_all=0.05, **o),
        (*signed, ("implicit", 5, 2.9, -0.3, 0.3)),
    ),
    "nmf": case(lambda **o: S.NMF(n_factors=3, n_epochs=25, **o), positive),
    "nmf-biased": case(lambda **o: S.NMF(n_factors=3, n_epochs=25, biased=True, **o), positive),
}
json.dump({"surprise": S.__version__, "users": USERS, "items": ITEMS, "rows": ROWS, "asked": ASKED, "cases": cases}, sys.stdout)
