/**
 * Question: do the rating models predict as well as Surprise's, and how much sooner? Fit and predict, one thread, the
 * published folds of MovieLens-100k (sums over five) and one hashed split of MovieLens-1M; ours and the peer in turn.
 * `--small` and `--large` run one of the two; WAYMARK_BENCH_ROUNDS (3) says how often each program runs.
 */
import { measureRatings, type RatingTask } from "./measure/rating-tasks.ts";

const small: readonly RatingTask[] = [
  { model: "baseline", peer: "BaselineOnly" },
  { model: "svd", peer: "SVD" },
  { model: "svd++", peer: "SVDpp" },
  { model: "nmf", peer: "NMF" },
  { model: "slope-one", peer: "SlopeOne" },
  { model: "co-clustering", peer: "CoClustering" },
  { model: "user-knn", settings: ["similarity=msd", "centring=none", "neighbours=40"], peer: "KNNBasic" },
  { model: "user-knn", settings: ["similarity=msd", "centring=baseline", "neighbours=40"], peer: "KNNBaseline" },
];
const large: readonly RatingTask[] = [
  { model: "svd", peer: "SVD" },
  { model: "svd++", peer: "SVDpp" },
];

if (!process.argv.includes("--large")) measureRatings("ml-100k", "predefined", "rating-ml100k", small);
if (!process.argv.includes("--small")) measureRatings("ml-1m", "hash:10", "rating-ml1m", large);
