"""Seconds of a training epoch of Mult-VAE as it is usually written in PyTorch: every batch a dense 0/1 matrix.

The protocol of Liang et al. 2018: items-600-200-600-items, tanh, dropout .5 on the l2-normalised rows, softmax over all items, divergence
weighed up to .2 over the first 200 steps, Adam 1e-3, batches of 500 learners in random order. The first epoch is left out.
"""

from task import print_line, read_arguments

arguments = read_arguments()

import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402
from rows import train_rows  # noqa: E402

HIDDEN, LATENT, CAP, WARM_UP = 600, 200, 0.2, 200


class MultVae(nn.Module):
    def __init__(self, items):
        super().__init__()
        self.encoder, self.middle = nn.Linear(items, HIDDEN), nn.Linear(HIDDEN, 2 * LATENT)
        self.decoder, self.output = nn.Linear(LATENT, HIDDEN), nn.Linear(HIDDEN, items)
        for layer in (self.encoder, self.middle, self.decoder, self.output):
            nn.init.xavier_normal_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        h = torch.tanh(self.encoder(F.dropout(F.normalize(x), 0.5, self.training)))
        mean, logs = self.middle(h).split(LATENT, dim=1)
        z = mean + torch.randn_like(mean) * torch.exp(0.5 * logs) if self.training else mean
        return self.output(torch.tanh(self.decoder(z))), mean, logs


torch.set_num_threads(arguments.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
matrix = read_matrix(arguments.data, arguments.dataset)
model = MultVae(matrix.shape[1])
step = 0


def loss_of(x):
    global step
    step += 1
    logits, mean, logs = model(x)
    likelihood = -(F.log_softmax(logits, dim=1) * x).sum(dim=1).mean()
    divergence = -0.5 * (1 + logs - mean.pow(2) - logs.exp()).sum(dim=1).mean()
    return likelihood + CAP * min(1.0, step / WARM_UP) * divergence


laps, loss = train_rows(matrix, model.parameters(), loss_of, arguments.repeats + 1)
print_line(arguments, "mult-vae", "torch", laps, loss=loss, **facts(matrix))
