"""Reads a gzipped ratings CSV with polars and builds the users x items CSR matrix with numpy and scipy, on one thread.

usage: import_polars.py FILE REPEATS; prints {"version", "nnz", "wall": [...], "cpu": [...]} as one JSON line.
"""
import os

os.environ["POLARS_MAX_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import json  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402
import scipy.sparse as sp  # noqa: E402

COLUMNS = ["user_id", "movie_id", "rating"]


def build(path):
    table = pl.read_csv(path, columns=COLUMNS)
    users, items, ratings = (table[name].to_numpy() for name in COLUMNS)
    user_ids, rows = np.unique(users, return_inverse=True)
    item_ids, columns = np.unique(items, return_inverse=True)
    return sp.csr_matrix((ratings.astype(np.float64), (rows, columns)), shape=(len(user_ids), len(item_ids)))


path, repeats = sys.argv[1], int(sys.argv[2])
wall, cpu = [], []
for _ in range(repeats):
    start, cpu_start = time.perf_counter(), time.process_time()
    matrix = build(path)
    wall.append(time.perf_counter() - start)
    cpu.append(time.process_time() - cpu_start)
print(json.dumps({"version": pl.__version__, "nnz": int(matrix.nnz), "wall": wall, "cpu": cpu}))
