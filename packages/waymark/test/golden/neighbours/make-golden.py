"""Writes surprise.json: predictions of scikit-surprise on a tiny matrix, for test/models/neighbours-golden.test.ts.

    python make-golden.py > surprise.json

Made with Python 3.11, scikit-surprise 1.1.5, numpy 2.4.6.
Rows are given in order of user and item and the first user rated everything, so that Surprise's inner ids are ours. Only pairs without a rating are
predicted: for the others Surprise counts the user (or item) as a neighbour of itself. null: prediction impossible.
"""
import json

import numpy as np
import pandas as pd
import surprise as S

_ = None
RATINGS = [
    [5, 3, 4, 1, 4, 2, 2],
    [4, _, 4, 1, 5, 2, _],
    [1, 1, _, 5, _, 4, 3],
    [_, 1, 2, 4, 1, 5, _],
    [2, _, 5, _, 4, 1, 3],
    [5, 4, 4, _, _, 2, 1],
    [3, 3, 3, _, 3, _, _],
    [_, _, _, 2, 4, _, 5],
]
USERS, ITEMS = len(RATINGS), len(RATINGS[0])
rows = [(u, i, r) for u, row in enumerate(RATINGS) for i, r in enumerate(row) if r is not None]
train = S.Dataset.load_from_df(pd.DataFrame(rows), S.Reader(rating_scale=(1, 5))).build_full_trainset()
assert [train.to_inner_uid(u) for u in range(USERS)] == list(range(USERS))
assert [train.to_inner_iid(i) for i in range(ITEMS)] == list(range(ITEMS))


def predictions(algorithm):
    table = []
    for u in range(USERS):
        asked = [i for i in range(ITEMS) if RATINGS[u][i] is None]
        made = [(i, algorithm.predict(u, i)) for i in asked]
        table.append([[i, None if p.details.get("was_impossible") else p.est] for i, p in made])
    return table


CENTRING = {"none": S.KNNBasic, "mean": S.KNNWithMeans, "z-score": S.KNNWithZScore, "baseline": S.KNNBaseline}
neighbours = []
for user_based in (True, False):
    for similarity in ("cosine", "msd", "pearson", "pearson-baseline"):
        for centring, Algorithm in CENTRING.items():
            for k, min_k, shrinkage in ((2, 1, 100), (3, 2, 1)):
                options = {"name": similarity.replace("-", "_"), "user_based": user_based}
                if similarity == "pearson-baseline":
                    options["shrinkage"] = shrinkage
                algorithm = Algorithm(k=k, min_k=min_k, sim_options=options, verbose=False).fit(train)
                neighbours.append({
                    "model": "user-knn" if user_based else "item-knn",
                    "params": {"similarity": similarity, "centring": centring, "neighbours": k, "minNeighbours": min_k,
                               "shrinkage": shrinkage if similarity == "pearson-baseline" else 0},
                    "predictions": predictions(algorithm),
                })

slope_one = predictions(S.SlopeOne().fit(train))

co_clustering = []
for seed in range(4):
    clusters = {"userClusters": 3, "itemClusters": 2}
    state = np.random.RandomState(seed)  # what Surprise draws first: users, then items
    users = state.randint(3, size=USERS).tolist()
    items = state.randint(2, size=ITEMS).tolist()
    for epochs in (1, 5):
        algorithm = S.CoClustering(n_cltr_u=3, n_cltr_i=2, n_epochs=epochs, random_state=seed).fit(train)
        co_clustering.append({
            **clusters, "epochs": epochs,
            "start": {"users": users, "items": items},
            "end": {"users": algorithm.cltr_u.tolist(), "items": algorithm.cltr_i.tolist()},
            "predictions": predictions(algorithm),
        })

print(json.dumps({"scale": [1, 5], "ratings": RATINGS, "neighbours": neighbours, "slopeOne": slope_one,
                  "coClustering": co_clustering}))
