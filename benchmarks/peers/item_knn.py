"""Seconds of item-KNN with cosine similarity and 100 neighbours: fit, then the ten best items of every user.

--library implicit: CosineRecommender, its own call for all users. --library lenskit: ItemKNNScorer on implicit feedback, 100
neighbours saved; it scores one user at a time, so 500 users spread evenly are scored and the time is scaled up to all
(`scoredUsers` says how many were). `seconds` is the sum; `fitSeconds` and `recommendSeconds` are its parts.
"""

import logging

from task import Laps, print_line, read_arguments, timed

arguments = read_arguments(lambda parser: parser.add_argument("--library", default="implicit", choices=["implicit", "lenskit"]))

import numpy as np  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402

NEIGHBOURS, LIMIT, SAMPLE = 100, 10, 500


def implicit(matrix):
    from implicit.nearest_neighbours import CosineRecommender

    users = np.arange(matrix.shape[0])

    def fit():
        model = CosineRecommender(K=NEIGHBOURS, num_threads=arguments.threads)
        model.fit(matrix, show_progress=False)
        return model

    fits, model = timed(arguments.repeats, fit)
    lists, _ = timed(arguments.repeats, lambda: model.recommend(users, matrix, N=LIMIT))
    return fits, lists, len(users)


def lenskit(matrix):
    import pandas as pd
    from lenskit.data import ItemList, RecQuery, from_interactions_df
    from lenskit.knn import ItemKNNScorer

    pairs = matrix.tocoo()
    data = from_interactions_df(pd.DataFrame({"user_id": pairs.row, "item_id": pairs.col}))
    every = ItemList(item_ids=np.arange(matrix.shape[1]), vocabulary=data.items)
    sample = np.unique(np.linspace(0, matrix.shape[0] - 1, SAMPLE).astype(int))

    def fit():
        model = ItemKNNScorer(feedback="implicit", save_nbrs=NEIGHBOURS)
        model.train(data)
        return model

    def recommend():
        for user in sample:
            taken = matrix.indices[matrix.indptr[user]:matrix.indptr[user + 1]].astype(np.int64)
            scores = np.nan_to_num(model(RecQuery(user_id=user, user_items=ItemList(item_ids=taken)), every).scores(), nan=-1e30)
            scores[taken] = -np.inf
            best = np.argpartition(-scores, LIMIT)[:LIMIT]
            best[np.argsort(-scores[best])]

    fits, model = timed(arguments.repeats, fit)
    lists, _ = timed(arguments.repeats, recommend)
    scale = matrix.shape[0] / len(sample)
    lists.seconds = [value * scale for value in lists.seconds]
    lists.cpu_seconds = [value * scale for value in lists.cpu_seconds]
    return fits, lists, len(sample)


logging.disable(logging.WARNING)
matrix = read_matrix(arguments.data, arguments.dataset)
fits, lists, scored = implicit(matrix) if arguments.library == "implicit" else lenskit(matrix)
both = Laps()
both.seconds = [a + b for a, b in zip(fits.seconds, lists.seconds)]
both.cpu_seconds = [a + b for a, b in zip(fits.cpu_seconds, lists.cpu_seconds)]
print_line(arguments, "item-knn", arguments.library, both, library=arguments.library, neighbours=NEIGHBOURS, limit=LIMIT,
           scoredUsers=scored, fitSeconds=fits.seconds, recommendSeconds=lists.seconds, **facts(matrix))
