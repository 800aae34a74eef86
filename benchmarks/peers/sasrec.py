"""Seconds of a training epoch of SASRec as it is usually written in PyTorch: histories padded to 200 items.

The settings of Kang & McAuley 2018 for MovieLens-1M: width 50, 2 blocks, 1 head, dropout .2, binary cross-entropy against one negative
a place that the learner does not have, Adam 1e-3 with betas .9 and .98, batches of 128 learners in random order. A history stands in the
order of item numbers: it makes no difference to the time. The first epoch is left out.
"""

from task import Laps, print_line, read_arguments

arguments = read_arguments()

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402

LENGTH, WIDTH, BLOCKS, RATE, BATCH = 200, 50, 2, 0.2, 128


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = nn.MultiheadAttention(WIDTH, 1, dropout=RATE, batch_first=True)
        self.inner, self.outer, self.drop = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH), nn.Dropout(RATE)

    def forward(self, x, later, keep):
        q = self.before(x)
        y = self.between(q + self.attention(q, x, x, attn_mask=later, need_weights=False)[0])
        return (y + self.drop(self.outer(self.drop(F.relu(self.inner(y)))))) * keep


class SasRec(nn.Module):
    def __init__(self, items):
        super().__init__()
        self.item, self.place = nn.Embedding(items + 1, WIDTH, padding_idx=0), nn.Embedding(LENGTH, WIDTH)
        self.blocks, self.last, self.drop = nn.ModuleList([Block() for _ in range(BLOCKS)]), nn.LayerNorm(WIDTH), nn.Dropout(RATE)
        self.register_buffer("later", torch.triu(torch.ones(LENGTH, LENGTH, dtype=torch.bool), 1))

    def forward(self, sequences):
        keep = (sequences > 0).unsqueeze(2)
        x = self.drop(self.item(sequences) * WIDTH**0.5 + self.place.weight) * keep
        for block in self.blocks:
            x = block(x, self.later, keep)
        return self.last(x)


torch.set_num_threads(arguments.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
matrix = read_matrix(arguments.data, arguments.dataset)
users, items = matrix.shape
read, wanted = np.zeros((users, LENGTH), np.int64), np.zeros((users, LENGTH), np.int64)
known = np.zeros((users, items + 1), bool)  # 0 is padding
for user in range(users):
    history = matrix.indices[matrix.indptr[user]:matrix.indptr[user + 1]] + 1
    known[user, history] = True
    count = min(LENGTH, len(history) - 1)
    if count > 0:
        read[user, -count:], wanted[user, -count:] = history[-count - 1:-1], history[-count:]
model = SasRec(items)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, betas=(0.9, 0.98))
order, rng = np.arange(users), np.random.default_rng(1)
laps = Laps()
for _ in range(arguments.repeats + 1):
    rng.shuffle(order)
    total = 0.0
    for first in range(0, users, BATCH):
        batch = order[first:first + BATCH]
        negative = rng.integers(1, items + 1, (len(batch), LENGTH))
        while (taken := known[batch[:, None], negative]).any():
            negative[taken] = rng.integers(1, items + 1, taken.sum())
        positive = torch.from_numpy(wanted[batch])
        h, some = model(torch.from_numpy(read[batch])), positive > 0
        above = (h * model.item(positive)).sum(-1)[some]
        below = (h * model.item(torch.from_numpy(negative))).sum(-1)[some]
        loss = F.softplus(-above).mean() + F.softplus(below).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += float(loss.detach()) * len(batch)
    laps.end()
del laps.seconds[0], laps.cpu_seconds[0]
print_line(arguments, "sasrec", "torch", laps, loss=total / users, **facts(matrix))
