"""Golden values of bags of words and TF-IDF from scikit-learn.

    python test/golden/text/tf-idf.py FOLDER_OF_IBM_COURSE_RECOMMENDER > test/golden/text/tf-idf.json

The versions it was made with stand in the file.
"""

import csv
import json
import platform
import sys

import numpy
import scipy.sparse
import sklearn
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer

documents = [
    "linear algebra matrix matrix vector",
    "poetry and prose and poetry",
    "matrix factorization and recommender matrix vector and",
    "",
    "überblick 机器 学习 poetry",
    "vector vector vector",
]
words = {"analyzer": str.split}


def dense(matrix):
    return matrix.toarray().tolist()


def small(**limits):
    counts = CountVectorizer(**words, **limits)
    weights = TfidfVectorizer(**words, **limits)
    return {
        "limits": limits,
        "counts": dense(counts.fit_transform(documents)),
        "terms": counts.get_feature_names_out().tolist(),
        "tfidf": dense(weights.fit_transform(documents)),
        "idf": weights.idf_.tolist(),
    }


def capstone(folder):
    with open(f"{folder}/courses_bows.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    tokens = sorted({row["token"] for row in rows})
    column = {token: number for number, token in enumerate(tokens)}
    at = ([int(row["doc_index"]) for row in rows], [column[row["token"]] for row in rows])
    counts = scipy.sparse.csr_matrix(([int(row["bow"]) for row in rows], at))
    weights = TfidfTransformer().fit_transform(counts)
    weights.sort_indices()
    places = numpy.linspace(0, weights.nnz - 1, 60).astype(int)
    cosines = (weights @ weights.T).tocoo()
    samples = numpy.linspace(0, cosines.nnz - 1, 60).astype(int)
    return {
        "shape": list(weights.shape),
        "stored": int(weights.nnz),
        "columns": weights.indices[places].tolist(),
        "values": weights.data[places].tolist(),
        "places": places.tolist(),
        "cosines": [[int(cosines.row[p]), int(cosines.col[p]), float(cosines.data[p])] for p in samples],
    }


print(
    json.dumps(
        {
            "versions": {"python": platform.python_version(), "scikit-learn": sklearn.__version__, "numpy": numpy.__version__},
            "documents": documents,
            "small": [small(), small(min_df=2), small(max_df=0.5), small(min_df=2, max_df=0.5)],
            "capstone": capstone(sys.argv[1]),
        },
        ensure_ascii=False,
    )
)
