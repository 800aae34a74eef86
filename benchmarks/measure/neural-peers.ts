/** The peers' side of the benchmark `neural`: PyTorch as it is usually written. */
import { type PeerRuns, type PeerSetting, run } from "./core-peers.ts";

/** Seconds of a step of `ncf` on random pairs, after fifty for warming up. */
export const peerNcfStep = (
  setting: PeerSetting & { readonly users: number; readonly batch: number; readonly adam: "dense" | "sparse" },
): PeerRuns | undefined => run("ncf_step.py", setting);

/** Seconds of an epoch of `neumf`: every pair and four negatives. */
export const peerNeumf = (setting: PeerSetting & { readonly factors: number }): PeerRuns | undefined =>
  run("neumf.py", setting);

/** Seconds for the ten best items of every user by `ncf`. */
export const peerNcfLists = (setting: PeerSetting): PeerRuns | undefined => run("ncf_lists.py", setting);

/** Seconds of an epoch. */
export const peerAutoencoder = (
  setting: PeerSetting & { readonly kind: "denoising" | "ratings" },
): PeerRuns | undefined => run("autoencoder.py", setting);
export const peerMultVae = (setting: PeerSetting): PeerRuns | undefined => run("mult_vae.py", setting);
export const peerSasrec = (setting: PeerSetting): PeerRuns | undefined => run("sasrec.py", setting);
