"""Seconds of a BPR epoch with implicit, one epoch for warming up left out: learning rate 0.01, regularization 0.01.

An epoch draws as many pairs as the matrix has, with replacement. Negatives are items of other drawn pairs, so popular items
come more often; one the user has makes the draw void (verify_negative_samples, its default), and it is not drawn again. Timed between
the calls the library makes after each epoch. `voidShare` is the share of draws to be expected void: the epoch makes that many updates
less. `auc` is the share of 200,000 drawn (user, item, other item) in the right order.
"""

from task import Laps, print_line, read_arguments

arguments = read_arguments()

import numpy as np  # noqa: E402
from implicit.cpu.bpr import BayesianPersonalizedRanking  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402

matrix = read_matrix(arguments.data, arguments.dataset)
model = BayesianPersonalizedRanking(factors=arguments.factors, learning_rate=0.01, regularization=0.01,
                                    iterations=arguments.repeats + 1, num_threads=arguments.threads, random_state=1)
laps = Laps()
model.fit(matrix, show_progress=False, callback=lambda *_: laps.end())
del laps.seconds[0], laps.cpu_seconds[0]

rng = np.random.default_rng(1)
pairs, draws = matrix.tocoo(), rng.integers(0, matrix.nnz, 200_000)
users, items, others = pairs.row[draws], pairs.col[draws], rng.integers(0, matrix.shape[1], len(draws))
new = np.asarray(matrix[users, others]).ravel() == 0
margins = (model.user_factors[users] * (model.item_factors[items] - model.item_factors[others])).sum(1)
owned = matrix @ np.bincount(matrix.indices, minlength=matrix.shape[1]) / matrix.nnz  # (users): chance that a drawn item is theirs
print_line(arguments, "bpr", "implicit", laps, epochs=arguments.repeats + 1, auc=float((margins[new] > 0).mean()),
           voidShare=float(owned @ np.diff(matrix.indptr) / matrix.nnz), **facts(matrix))
