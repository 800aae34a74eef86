"""Seconds of an ALS iteration (users and items once each), 0/1 matrix, one iteration for warming up left out.

--library implicit: --solver cg (conjugate gradient, 3 steps, its default) or exact (Cholesky); regularization 50, alpha 5,
float32. --library lenskit: its only solver, Cholesky, one epoch. `loss` is implicit's own, after all iterations.
"""

import logging

from task import Laps, print_line, read_arguments

arguments = read_arguments(lambda parser: (
    parser.add_argument("--solver", default="cg", choices=["cg", "exact"]),
    parser.add_argument("--library", default="implicit", choices=["implicit", "lenskit"])))

from matrices import facts, read_matrix  # noqa: E402

ALPHA, REGULARIZATION = 5.0, 50.0  # with which it ranks best; with its defaults (1, 0.01) no pair weighs more than an absence
iterations = arguments.repeats + 1
laps = Laps()


def implicit(matrix):
    from implicit.cpu.als import AlternatingLeastSquares, calculate_loss

    model = AlternatingLeastSquares(factors=arguments.factors, regularization=REGULARIZATION, alpha=ALPHA, iterations=iterations,
                                    use_cg=arguments.solver == "cg", num_threads=arguments.threads, random_state=1)
    laps.begin()
    model.fit(matrix, show_progress=False, callback=lambda *_: laps.end())
    loss = calculate_loss(matrix * ALPHA, model.user_factors, model.item_factors, REGULARIZATION, arguments.threads)
    return {"solver": arguments.solver, "loss": float(loss)}


def lenskit(matrix):
    import pandas as pd
    from lenskit.als import ImplicitMFScorer
    from lenskit.data import from_interactions_df
    from lenskit.training import TrainingOptions

    pairs = matrix.tocoo()
    data = from_interactions_df(pd.DataFrame({"user_id": pairs.row, "item_id": pairs.col}))
    scorer = ImplicitMFScorer(embedding_size=arguments.factors, epochs=iterations, regularization=REGULARIZATION, weight=ALPHA - 1)
    trainer = scorer.create_trainer(data, TrainingOptions(rng=1))
    laps.begin()
    for _ in range(iterations):
        trainer.train_epoch()
        laps.end()
    return {"solver": "exact"}


logging.disable(logging.WARNING)
matrix = read_matrix(arguments.data, arguments.dataset)
figures = implicit(matrix) if arguments.library == "implicit" else lenskit(matrix)
del laps.seconds[0], laps.cpu_seconds[0]
print_line(arguments, "als", arguments.library, laps, library=arguments.library, **figures, **facts(matrix))
