"""Seconds of a training epoch of NeuMF with PyTorch: every pair and four drawn others, in random order, batches of 256, Adam 1e-3.

Others are drawn with NumPy for the whole epoch at once and drawn again while the user has them. The first epoch is left out.
"""

from task import Laps, print_line, read_arguments

arguments = read_arguments()

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402
from pair_nets import NeuMf  # noqa: E402

NEGATIVES, BATCH = 4, 256

torch.set_num_threads(arguments.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
rng = np.random.default_rng(1)
matrix = read_matrix(arguments.data, arguments.dataset)
users, items = matrix.shape
pairs = matrix.tocoo()
rows, columns = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
known = np.sort(rows * items + columns)


def has(keys):
    return known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys


def draw():
    owners = np.repeat(rows, NEGATIVES)
    others = rng.integers(items, size=len(owners))
    wrong = np.flatnonzero(has(owners * items + others))
    while len(wrong):
        others[wrong] = rng.integers(items, size=len(wrong))
        wrong = wrong[has(owners[wrong] * items + others[wrong])]
    order = rng.permutation(len(rows) + len(owners))
    labels = np.zeros(len(order), np.float32)
    labels[:len(rows)] = 1
    return [torch.from_numpy(part[order]) for part in (np.concatenate([rows, owners]), np.concatenate([columns, others]), labels)]


model = NeuMf(users, items, arguments.factors)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
loss_of = nn.BCEWithLogitsLoss()
laps = Laps()
for _ in range(arguments.repeats + 1):
    own, other, label = draw()
    for first in range(0, len(label), BATCH):
        part = slice(first, first + BATCH)
        optimizer.zero_grad()
        loss_of(model(own[part], other[part]), label[part]).backward()
        optimizer.step()
    laps.end()
del laps.seconds[0], laps.cpu_seconds[0]
print_line(arguments, "neumf", "torch", laps, **facts(matrix))
