"""Epochs over the rows of a sparse matrix, every batch made dense: how autoencoders are usually trained in PyTorch."""

import numpy as np
import torch

from task import Laps

BATCH = 500


def train_rows(matrix, parameters, loss_of, epochs):
    """Batches of 500 rows in random order, Adam 1e-3. Returns the laps of all epochs but the first, and the last one's mean loss."""
    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    order, rng = np.arange(matrix.shape[0]), np.random.default_rng(1)
    laps, total = Laps(), 0.0
    for _ in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for first in range(0, len(order), BATCH):
            x = torch.from_numpy(matrix[order[first:first + BATCH]].toarray())
            loss = loss_of(x)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += float(loss.detach()) * len(x)
        laps.end()
    del laps.seconds[0], laps.cpu_seconds[0]
    return laps, total / len(order)
