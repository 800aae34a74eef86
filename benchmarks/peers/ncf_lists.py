"""Seconds for the ten best items of every user by the NCF network with PyTorch, items the user has left out; one warm-up.

The scores of 32 users at a time with all items in one call of the network, then topk. Weights at random: they do not change the time.
"""

from task import print_line, read_arguments, timed

arguments = read_arguments()

import numpy as np  # noqa: E402
import torch  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402
from pair_nets import Ncf  # noqa: E402

LIMIT, TOGETHER = 10, 32

torch.set_num_threads(arguments.threads)
torch.manual_seed(1)
matrix = read_matrix(arguments.data, arguments.dataset)
users, items = matrix.shape
model = Ncf(users, items).eval()
every = torch.arange(items)


def lists():
    best = []
    with torch.inference_mode():
        for first in range(0, users, TOGETHER):
            block = torch.arange(first, min(first + TOGETHER, users))
            scores = model(block.repeat_interleave(items), every.repeat(len(block))).view(len(block), items)
            own = matrix[first:first + len(block)].tocoo()
            scores[torch.from_numpy(own.row.astype(np.int64)), torch.from_numpy(own.col.astype(np.int64))] = -torch.inf
            best.append(scores.topk(LIMIT).indices)
    return torch.cat(best)


lists()
laps, _ = timed(arguments.repeats, lists)
print_line(arguments, "ncf-lists", "torch", laps, limit=LIMIT, **facts(matrix))
