"""Seconds for the ten best items of every user with implicit, items the user has left out; random factors, one warm-up.

implicit multiplies blocks of users with all items and selects from each row; its time does not depend on the factors' values.
"""

from task import print_line, read_arguments, timed

arguments = read_arguments()

import numpy as np  # noqa: E402
from implicit.cpu.als import AlternatingLeastSquares  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402

LIMIT = 10

matrix = read_matrix(arguments.data, arguments.dataset)
rng = np.random.default_rng(1)
model = AlternatingLeastSquares(factors=arguments.factors, num_threads=arguments.threads)
model.user_factors, model.item_factors = (
    (rng.random((count, arguments.factors)) - 0.4).astype(np.float32) for count in matrix.shape)
users = np.arange(matrix.shape[0])


def recommend():
    return model.recommend(users, matrix, N=LIMIT, filter_already_liked_items=True)


recommend()
laps, (ids, _) = timed(arguments.repeats, recommend)
owned = matrix[np.repeat(users, LIMIT), ids.ravel()].sum()
if owned != 0:
    raise SystemExit(f"{owned} of the items recommended were had already")
print_line(arguments, "recommend", "implicit", laps, limit=LIMIT, **facts(matrix))
