"""The users x items matrices of the benchmark `core`, as CSR of float32 ones; benchmarks/measure/matrices.ts builds the same.

ml-1m, goodbooks-10k: every rated pair, rows and columns by ascending id. mooccubex: the published train.txt. ncf-ml-1m: the
train file of the NCF paper. synthetic-20m: drawn below.
"""

import gzip

import numpy as np
import scipy.sparse as sp

# users, items, pairs
SIZES = {
    "ml-1m": (6_040, 3_706, 1_000_209),
    "goodbooks-10k": (53_424, 10_000, 979_478),
    "mooccubex": (11_943, 2_297, 698_260),
    "ncf-ml-1m": (6_040, 3_704, 994_169),
    "synthetic-20m": (138_000, 27_000, 19_750_534),
}


def read_matrix(folder, name):
    if name == "synthetic-20m":
        matrix = synthetic()
    elif name == "mooccubex":
        matrix = without_gaps(*enrolments(f"{folder}/mooccubex/train.txt.gz"))
    elif name == "ncf-ml-1m":
        matrix = without_gaps(*columns(f"{folder}/ncf-ml-1m/ml-1m.train.rating.gz", [0, 1], "\t"))
    else:
        item = "movie_id" if name == "ml-1m" else "book_id"
        matrix = without_gaps(*columns(f"{folder}/{name}/ratings.csv.gz", ["user_id", item]))
    found = (*matrix.shape, matrix.nnz)
    if found != SIZES[name]:
        raise SystemExit(f"{name} has {found} users, items and pairs, not {SIZES[name]}")
    return matrix


def facts(matrix):
    """Figures that two matrices share when they are the same but for the order of rows and columns."""
    row_lengths = np.diff(matrix.indptr).astype(np.int64)
    column_lengths = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int64)
    return {"users": matrix.shape[0], "items": matrix.shape[1], "nnz": int(matrix.nnz),
            "rowSquares": int((row_lengths**2).sum()), "columnSquares": int((column_lengths**2).sum())}


def without_gaps(users, items):
    """Ids to positions in ascending order of those that occur; a repeated pair counts once."""
    user_ids, rows = np.unique(users, return_inverse=True)
    item_ids, cols = np.unique(items, return_inverse=True)
    return from_keys(np.unique(rows.astype(np.int64) * len(item_ids) + cols), len(user_ids), len(item_ids))


def from_keys(keys, users, items):
    """From ascending numbers user x items + item, each once."""
    offsets = np.searchsorted(keys, np.arange(users + 1, dtype=np.int64) * items).astype(np.int32)
    return sp.csr_matrix((np.ones(len(keys), np.float32), (keys % items).astype(np.int32), offsets), shape=(users, items))


def columns(path, chosen, separator=","):
    """Columns by name, or by position in a file without a header."""
    import polars as pl

    table = pl.read_csv(path, columns=chosen, has_header=isinstance(chosen[0], str), separator=separator)
    return [column.to_numpy() for column in (table[chosen] if table.columns[0] in chosen else table)]


def enrolments(path):
    users, items = [], []
    with gzip.open(path, "rt") as file:
        for line in file:
            user, *taken = map(int, line.split())
            users += [user] * len(taken)
            items += taken
    return np.array(users), np.array(items)


def fmix32(x):
    """MurmurHash3's finaliser on uint32, all arithmetic mod 2^32."""
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        x = (x ^ (x >> np.uint32(shift))) * np.uint32(factor)
    return x ^ (x >> np.uint32(16))


def synthetic(draws=20_000_000, users=138_000, items=27_000):
    """Draw n: a = fmix32(2n) / 2^32, b = fmix32(2n + 1) / 2^32, user = floor(users a sqrt(a)), item = floor(items b b)."""
    n = np.arange(draws, dtype=np.uint32)
    a = fmix32(n * np.uint32(2)) / 2.0**32
    rows = np.floor(users * (a * np.sqrt(a))).astype(np.int64)
    b = fmix32(n * np.uint32(2) + np.uint32(1)) / 2.0**32
    return from_keys(np.unique(rows * items + np.floor(items * (b * b)).astype(np.int64)), users, items)
