import { peerAls, peerBpr, peerEase, peerItemKnn, peerRecommend } from "../measure/core-peers.ts";
import type { MatrixName } from "../measure/matrices.ts";
import type { Row } from "../measure/measure-row.ts";
import type { RatingTask } from "../measure/rating-tasks.ts";

const als = (dataset: MatrixName, solver: "cg" | "exact", factors: number, repeats: number): Row => ({
  task: `als-${solver}`,
  dataset,
  factors,
  repeats,
  peers: {
    implicit: (threads, runs) => peerAls({ dataset, threads, repeats: runs, factors, library: "implicit", solver }),
    ...(solver === "exact" && {
      LensKit: (threads: number, runs: number) =>
        peerAls({ dataset, threads, repeats: runs, factors, library: "lenskit", solver }),
    }),
  },
});

const recommendAll = (dataset: MatrixName): Row => ({
  task: "recommend-all",
  dataset,
  factors: 64,
  repeats: 5,
  peers: { implicit: (threads, repeats) => peerRecommend({ dataset, threads, repeats, factors: 64 }) },
});

const knn = (dataset: MatrixName): Row => ({
  task: "item-knn",
  dataset,
  factors: 0,
  repeats: 5,
  peers: {
    implicit: (threads, repeats) => peerItemKnn({ dataset, threads, repeats, library: "implicit" }),
    LensKit: (threads, repeats) => peerItemKnn({ dataset, threads, repeats, library: "lenskit" }),
  },
});

const ease = (how: "usual" | "best" | "dense") => (threads: number, repeats: number) =>
  peerEase({ dataset: "ml-1m", threads, repeats, how });

/** The tasks of the question, in the order of the table. */
export const rows: readonly Row[] = [
  als("ml-1m", "cg", 64, 7),
  als("ml-1m", "cg", 128, 7),
  als("synthetic-20m", "cg", 64, 5),
  als("synthetic-20m", "cg", 128, 5),
  als("ml-1m", "exact", 64, 7),
  als("ml-1m", "exact", 128, 5),
  recommendAll("ml-1m"),
  recommendAll("goodbooks-10k"),
  {
    task: "ease",
    dataset: "ml-1m",
    factors: 0,
    repeats: 5,
    peers: {
      "NumPy as usually written": ease("usual"),
      "SciPy sparse Gram + LAPACK": ease("best"),
      "NumPy dense Gram + LAPACK": ease("dense"),
    },
  },
  knn("ml-1m"),
  knn("mooccubex"),
  {
    task: "bpr",
    dataset: "ml-1m",
    factors: 64,
    repeats: 7,
    peers: { implicit: (threads, repeats) => peerBpr({ dataset: "ml-1m", threads, repeats, factors: 64 }) },
  },
];

/** Against Surprise, five folds of MovieLens-100k. */
export const ratingTasks: readonly RatingTask[] = [
  { model: "svd", peer: "SVD" },
  { model: "svd++", peer: "SVDpp" },
  {
    model: "user-knn",
    settings: ["similarity=msd", "centring=baseline", "neighbours=40"],
    peer: "KNNBaseline",
  },
];
