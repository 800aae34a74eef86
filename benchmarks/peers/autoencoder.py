"""Seconds of a training epoch of an autoencoder as it is usually written in PyTorch: every batch a dense matrix of learners x items.

--kind denoising: items-200-items, tanh, dropout .5 on the l2-normalised 0/1 rows, softmax over all items (Mult-DAE of Liang et al. 2018).
--kind ratings: U-AutoRec of Sedhain et al. 2015, items-500-items, sigmoid, squared error where there is a rating; ratings of ml-1m.
Adam 1e-3, batches of 500 learners in random order. The first epoch is left out.
"""

from task import print_line, read_arguments

arguments = read_arguments(lambda parser: parser.add_argument("--kind", default="denoising", choices=["denoising", "ratings"]))

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from matrices import columns, facts, read_matrix  # noqa: E402
from rows import train_rows  # noqa: E402


def read_ratings():
    import scipy.sparse as sp

    users, movies, ratings = columns(f"{arguments.data}/ml-1m/ratings.csv.gz", ["user_id", "movie_id", "rating"])
    rows, cols = (np.unique(ids, return_inverse=True)[1] for ids in (users, movies))
    return sp.csr_matrix((ratings.astype(np.float32), (rows, cols)))


torch.set_num_threads(arguments.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
rated = arguments.kind == "ratings"
matrix = read_ratings() if rated else read_matrix(arguments.data, arguments.dataset)
items = matrix.shape[1]
width = 500 if rated else 200
encoder, output = nn.Linear(items, width), nn.Linear(width, items)


def loss_of(x):
    if not rated:
        logits = output(torch.tanh(encoder(F.dropout(F.normalize(x), 0.5))))
        return -(F.log_softmax(logits, dim=1) * x).sum(dim=1).mean()
    known = x > 0
    errors = (output(torch.sigmoid(encoder(x))) - x) * known
    return errors.pow(2).sum() / known.sum()


laps, loss = train_rows(matrix, [*encoder.parameters(), *output.parameters()], loss_of, arguments.repeats + 1)
print_line(arguments, "autoencoder", "torch", laps, kind=arguments.kind, loss=loss, **facts(matrix))
