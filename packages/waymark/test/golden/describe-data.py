"""Facts about MovieLens 1M by pandas 2 and numpy, for test/data/describe.test.ts.

python describe-data.py FOLDER/ml-1m/ratings.csv.gz
"""
import sys

import numpy as np
import pandas as pd

rows = pd.read_csv(sys.argv[1])
counts = np.sort(rows.movie_id.value_counts().values)
n = len(counts)
print("mean", rows.rating.mean(), "deviation", rows.rating.std(ddof=0))
print("gini", (2 * np.arange(1, n + 1) - n - 1) @ counts / (n * counts.sum()))
for percent in (1, 10, 20):
    print("top", percent, counts[n - int(np.ceil(n * percent / 100)) :].sum() / counts.sum())
for column in ("user_id", "movie_id"):
    sizes = rows[column].value_counts()
    print(column, sizes.min(), sizes.median(), sizes.mean(), sizes.max())
times = pd.to_datetime(rows.timestamp, unit="s")
print("times", times.min(), times.max(), times.isna().sum())
for k in (2, 3, 5, 10, 20):
    core = rows
    while True:
        before = len(core)
        core = core[core.groupby("user_id").user_id.transform("size") >= k]
        core = core[core.groupby("movie_id").movie_id.transform("size") >= k]
        if len(core) == before:
            break
    print("core", k, core.user_id.nunique(), core.movie_id.nunique(), len(core))
