"""Seconds of a training step of the NCF network with PyTorch on random pairs and labels; fifty steps for warming up.

--adam dense is torch.optim.Adam, which moves every row of the tables at each step; --adam sparse moves the rows looked up only (SparseAdam
on the embeddings, Adam on the rest), which is what ours does. Denormals are flushed: moments of rows at rest decay into them.
"""

from task import Laps, print_line, read_arguments


def more(parser):
    parser.add_argument("--users", type=int, default=6040)
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--adam", choices=["dense", "sparse"], default="dense")


arguments = read_arguments(more)

import torch  # noqa: E402
from torch import nn  # noqa: E402

from matrices import facts, read_matrix  # noqa: E402
from pair_nets import Ncf  # noqa: E402

torch.set_num_threads(arguments.threads)
torch.set_flush_denormal(True)
torch.manual_seed(1)
items, batch = 3706, arguments.batch
steps = 400 if batch <= 1000 else 50
model = Ncf(arguments.users, items, sparse=arguments.adam == "sparse")
if arguments.adam == "dense":
    optimizers = [torch.optim.Adam(model.parameters(), lr=1e-3)]
else:
    optimizers = [torch.optim.SparseAdam([model.users.weight, model.items.weight], lr=1e-3),
                  torch.optim.Adam(model.mlp.parameters(), lr=1e-3)]
loss_of = nn.BCEWithLogitsLoss()
draws = [(torch.randint(arguments.users, (batch,)), torch.randint(items, (batch,)), torch.randint(2, (batch,)).float())
         for _ in range(8)]


def run(count):
    model.train()
    for n in range(count):
        users, others, labels = draws[n % len(draws)]
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss_of(model(users, others), labels).backward()
        for optimizer in optimizers:
            optimizer.step()


run(50)
laps = Laps()
for _ in range(arguments.repeats + 1):
    run(steps)
    laps.end()
for each in (laps.seconds, laps.cpu_seconds):
    del each[0]
    each[:] = [seconds / steps for seconds in each]
print_line(arguments, f"ncf-step {arguments.adam}", "torch", laps, **facts(read_matrix(arguments.data, arguments.dataset)))
