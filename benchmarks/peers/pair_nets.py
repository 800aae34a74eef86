"""Networks on pairs of a user and an item, as they are usually written in PyTorch."""

import torch
from torch import nn


class Ncf(nn.Module):
    """Embeddings of 32 side by side, then linear, ReLU, batch norm and dropout .2 for 128, 64, 32, 16 and 8, then a logit."""

    def __init__(self, users, items, width=32, hidden=(128, 64, 32, 16, 8), rate=0.2, sparse=False):
        super().__init__()
        self.users = nn.Embedding(users, width, sparse=sparse)
        self.items = nn.Embedding(items, width, sparse=sparse)
        layers, last = [], 2 * width
        for size in hidden:
            layers += [nn.Linear(last, size), nn.ReLU(), nn.BatchNorm1d(size), nn.Dropout(rate)]
            last = size
        self.mlp = nn.Sequential(*layers, nn.Linear(last, 1))

    def forward(self, users, items):
        return self.mlp(torch.cat([self.users(users), self.items(items)], dim=1)).squeeze(1)


class NeuMf(nn.Module):
    """Product of embeddings of `factors` beside an MLP of 8, 4, 2 and 1 times as many (He et al. 2017)."""

    def __init__(self, users, items, factors=8):
        super().__init__()
        sizes = [8 * factors, 4 * factors, 2 * factors, factors]
        self.product = nn.ModuleList([nn.Embedding(count, factors) for count in (users, items)])
        self.beside = nn.ModuleList([nn.Embedding(count, 4 * factors) for count in (users, items)])
        for table in (*self.product, *self.beside):
            nn.init.normal_(table.weight, std=0.01)
        self.mlp = nn.Sequential(*(part for a, b in zip(sizes, sizes[1:]) for part in (nn.Linear(a, b), nn.ReLU())))
        self.last = nn.Linear(2 * factors, 1)

    def forward(self, users, items):
        product = self.product[0](users) * self.product[1](items)
        mlp = self.mlp(torch.cat([self.beside[0](users), self.beside[1](items)], dim=1))
        return self.last(torch.cat([product, mlp], dim=1)).squeeze(1)
