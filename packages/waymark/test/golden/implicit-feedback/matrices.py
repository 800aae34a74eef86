"""The small matrices all golden values of this folder are made from, and how numbers are written.

40 users x 30 items, about a quarter full. The last user and items 13 and 29 have no interaction, to show what a model does
with an empty row.
"""

import importlib.metadata
import json
import pathlib

import numpy as np
import scipy.sparse as sp

HERE = pathlib.Path(__file__).parent
USERS, ITEMS = 40, 30

rng = np.random.default_rng(20)
taken = rng.random((USERS, ITEMS)) < 0.02 + 0.5 * rng.random(ITEMS)  # (users, items); items differ in popularity
taken[-1, :] = False
taken[:, -1] = False
rows, columns = np.nonzero(taken)  # by user, then item
weights = rng.integers(2, 17, len(rows)) / 4  # 0.5, 0.75 ... 4: exact in float32 as well; some are below 1
ratings = rng.integers(1, 6, len(rows))  # 1 ... 5


def sparse(values, dtype=np.float32):
    """users x items in CSR form with these values in the order of `rows` and `columns`."""
    return sp.csr_matrix((np.asarray(values, dtype), (rows, columns)), shape=(USERS, ITEMS))


def binary(dtype=np.float32):
    return sparse(np.ones(len(rows)), dtype)


def start_factors(count, factors):
    """Multiples of 1/64 between -0.25 and 0.25: the same number in JSON, float32 and float64. Shape (count, factors)."""
    return rng.integers(-16, 17, (count, factors)) / 64


def rounded(array, digits=9):
    """Nested lists with `digits` significant digits, enough for float64 work to be told from float32 work."""
    if np.ndim(array) == 0:
        value = float(f"{float(array):.{digits}g}")
        return int(value) if value.is_integer() else value
    return [rounded(part, digits) for part in array]


def write(name, content, *packages):
    versions = {package: importlib.metadata.version(package) for package in ("numpy", *packages)}
    text = json.dumps({"versions": versions, **content}, separators=(",", ":"))
    (HERE / name).write_text(text + "\n")
