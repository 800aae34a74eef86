"""Writes metrics.json and statistics.json: what scikit-learn, RecTools, SciPy and statsmodels make of small random cases.

    python3 -m venv .venv && .venv/bin/pip install rectools scikit-learn scipy statsmodels && .venv/bin/python make_golden.py
"""
import importlib.metadata
import json
import pathlib

import numpy as np
import pandas as pd
import scipy.stats
from rectools import Columns
from rectools.metrics import (MAP, MRR, NDCG, AvgRecPopularity, CatalogCoverage, F1Beta, HitRate, MeanInvUserFreq,
                              Precision, Recall)
from sklearn.metrics import (average_precision_score, mean_absolute_error, mean_squared_error, ndcg_score,
                             roc_auc_score, root_mean_squared_error)
from sklearn.metrics.pairwise import cosine_similarity
from statsmodels.stats.multitest import multipletests

HERE = pathlib.Path(__file__).parent
USERS, ITEMS, K = 40, 30, 5
rng = np.random.default_rng(7)


def versions(*names):
    return {name: importlib.metadata.version(name) for name in names}


def lists():
    """One full ranking a user (no ties), 1 to 9 relevant items, the training part that novelty looks at."""
    scores = rng.permuted(np.tile(np.arange(ITEMS), (USERS, 1)), axis=1).astype(float)
    relevant = [sorted(rng.choice(ITEMS, rng.integers(1, 10), replace=False).tolist()) for _ in range(USERS)]
    train = pd.DataFrame({Columns.User: rng.integers(0, USERS - 5, 400), Columns.Item: (27 * rng.random(400) ** 2).astype(int)})
    train = train.drop_duplicates().reset_index(drop=True)
    ranked = np.argsort(-scores, axis=1)
    reco = pd.DataFrame({Columns.User: np.repeat(np.arange(USERS), ITEMS), Columns.Item: ranked.ravel(),
                         Columns.Rank: np.tile(np.arange(1, ITEMS + 1), USERS)})
    test = pd.DataFrame([(u, i) for u in range(USERS) for i in relevant[u]], columns=[Columns.User, Columns.Item])
    truth = np.zeros((USERS, ITEMS))
    for u, items in enumerate(relevant):
        truth[u, items] = 1
    catalog = np.arange(ITEMS)
    few = reco[reco[Columns.User] < 4]  # so that not everything is covered
    # RecTools divides average precision by |relevant|; we divide by min(k, |relevant|), as implicit does.
    capped = np.array([len(r) / min(K, len(r)) for r in relevant])
    features = (rng.random((ITEMS, 6)) < 0.4) * rng.integers(1, 4, (ITEMS, 6))
    features[features.sum(axis=1) == 0, 0] = 1
    alike = cosine_similarity(features)
    pairs = [(a, b) for a in range(K) for b in range(a + 1, K)]
    exposure = np.bincount(few[few[Columns.Rank] <= K][Columns.Item], minlength=ITEMS)
    per_user = {
        "ndcg": [ndcg_score(truth[u:u + 1], scores[u:u + 1], k=K) for u in range(USERS)],
        "ndcg-rectools": NDCG(k=K, divide_by_achievable=True).calc_per_user(reco, test).tolist(),
        "precision": Precision(k=K).calc_per_user(reco, test).tolist(),
        "recall": Recall(k=K).calc_per_user(reco, test).tolist(),
        "f1": F1Beta(k=K).calc_per_user(reco, test).tolist(),
        "hit": HitRate(k=K).calc_per_user(reco, test).tolist(),
        "average-precision": (MAP(k=K).calc_per_user(reco, test) * capped).tolist(),
        "average-precision-uncut": [average_precision_score(truth[u], scores[u]) for u in range(USERS)],
        "reciprocal-rank": MRR(k=ITEMS).calc_per_user(reco, test).tolist(),
        "auc": [roc_auc_score(truth[u], scores[u]) for u in range(USERS)],
        "auc-with-ties": [roc_auc_score(truth[u], np.floor(scores[u] / 4)) for u in range(USERS)],
        "novelty": MeanInvUserFreq(k=K).calc_per_user(reco, train).tolist(),
        "popularity": AvgRecPopularity(k=K).calc_per_user(reco, train).tolist(),
        "diversity": [1 - np.mean([alike[ranked[u, a], ranked[u, b]] for a, b in pairs]) for u in range(USERS)],
    }
    return {
        "k": K, "scores": scores.tolist(), "relevant": relevant, "features": features.tolist(),
        "takers": train.groupby(Columns.Item).size().reindex(catalog, fill_value=0).tolist(),
        "trainUsers": int(train[Columns.User].nunique()),
        "exposure": exposure.tolist(),
        "perUser": per_user,
        "coverage": CatalogCoverage(k=K, normalize=True).calc(few, catalog),
        # Half the relative mean absolute difference: the definition, by all pairs.
        "gini": float(np.abs(exposure[:, None] - exposure[None, :]).mean() / (2 * exposure.mean())),
    }


def ratings():
    actual = rng.integers(1, 6, 200).astype(float)
    predicted = np.clip(actual + rng.normal(0, 1, 200), 1, 5)
    return {"actual": actual.tolist(), "predicted": predicted.tolist(),
            "rmse": root_mean_squared_error(actual, predicted), "mse": mean_squared_error(actual, predicted),
            "mae": mean_absolute_error(actual, predicted)}


def sign_flips(size, shift):
    differences = np.round(rng.normal(shift, 1, size), 3)
    result = scipy.stats.permutation_test((differences, np.zeros(size)), lambda x, y, axis: (x - y).mean(axis=axis),
                                          permutation_type="samples", n_resamples=100_000, vectorized=True, rng=1)
    return {"differences": differences.tolist(), "pValue": float(result.pvalue), "exact": 2 ** size <= 100_000,
            "tTest": float(scipy.stats.ttest_1samp(differences, 0).pvalue)}


def bootstrap():
    sample = rng.gamma(2, 1, 400)
    result = scipy.stats.bootstrap((sample,), np.mean, n_resamples=20_000, method="percentile", rng=1)
    return {"sample": sample.tolist(), "low": float(result.confidence_interval.low),
            "high": float(result.confidence_interval.high)}


def holm():
    cases = [rng.random(n) ** 3 for n in (1, 2, 5, 20)]
    return [{"pValues": case.tolist(), "adjusted": multipletests(case, method="holm")[1].tolist()} for case in cases]


def write(name, content):
    (HERE / name).write_text(json.dumps(content) + "\n")


write("metrics.json", {"versions": versions("scikit-learn", "RecTools", "numpy"), "lists": lists(), "ratings": ratings()})
write("statistics.json", {"versions": versions("scipy", "statsmodels", "numpy"),
                          "signFlips": [sign_flips(5, 0.5), sign_flips(10, 0.8), sign_flips(12, 0.1), sign_flips(40, 0.3),
                                        sign_flips(300, 0.05)],
                          "holm": holm(), "bootstrap": bootstrap()})
