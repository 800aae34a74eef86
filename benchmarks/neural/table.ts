import type { Row } from "../measure/measure-row.ts";
import {
  peerAutoencoder,
  peerMultVae,
  peerNcfLists,
  peerNcfStep,
  peerNeumf,
  peerSasrec,
} from "../measure/neural-peers.ts";

type Peer = (setting: {
  readonly dataset: "ml-1m";
  readonly threads: number;
  readonly repeats: number;
}) => ReturnType<typeof peerNeumf>;

const onMl1m = (task: string, repeats: number, peers: Readonly<Record<string, Peer>>, factors = 0): Row => ({
  task,
  dataset: "ml-1m",
  factors,
  repeats,
  peers: Object.fromEntries(
    Object.entries(peers).map(([name, peer]) => [
      name,
      (threads: number, runs: number) => peer({ dataset: "ml-1m", threads, repeats: runs }),
    ]),
  ),
});

const step = (task: string, users: number, batch: number): Row =>
  onMl1m(task, 5, {
    "PyTorch Adam": (setting) => peerNcfStep({ ...setting, users, batch, adam: "dense" }),
    "PyTorch SparseAdam": (setting) => peerNcfStep({ ...setting, users, batch, adam: "sparse" }),
  });

/** The tasks of the question, in the order of the table. */
export const rows: readonly Row[] = [
  step("ncf-step", 6040, 256),
  step("ncf-step-100k", 100_000, 256),
  step("ncf-step-4096", 6040, 4096),
  onMl1m("neumf", 2, { PyTorch: (setting) => peerNeumf({ ...setting, factors: 8 }) }, 8),
  onMl1m("autoencoder", 3, { PyTorch: (setting) => peerAutoencoder({ ...setting, kind: "denoising" }) }),
  onMl1m("mult-vae", 3, { PyTorch: peerMultVae }),
  onMl1m("sasrec", 1, { PyTorch: peerSasrec }),
  onMl1m("ncf-lists", 2, { PyTorch: peerNcfLists }),
];
