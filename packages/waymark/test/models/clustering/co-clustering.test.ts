import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { nearestUserCluster } from "../../../src/models/clustering/co-cluster-means.ts";
import { coClustering } from "../../../src/models/clustering/co-clustering.ts";
import { regroup, startFrom } from "../../../src/models/clustering/co-clusters.ts";
import { type Model, type Predictor, type Progress, queryOf } from "../../../src/models/model.ts";
import { measureRatings } from "../../../src/models/shared/rating-statistics.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenData, largestGap } from "../../golden/neighbours/surprise.ts";

describeModel(coClustering, { params: { userClusters: 2, itemClusters: 2 } });

/** u1 and u2 like a, u3 likes b; rated on a scale of 1–5. */
const small = Dataset.fromRows(
  [
    { user: "u1", item: "a", value: 5 },
    { user: "u1", item: "b", value: 1 },
    { user: "u2", item: "a", value: 4 },
    { user: "u3", item: "a", value: 2 },
    { user: "u3", item: "b", value: 5 },
  ],
  { scale: { min: 1, max: 5 } },
);
const two = { userClusters: 2, itemClusters: 2 };
const restore = (clusters: ReturnType<typeof startFrom>, data: Dataset, sizes: typeof two) => {
  const { min, max, mean, deviation } = measureRatings(data);
  const tensorOf = (data: Float64Array | Uint32Array, ...shape: number[]) => ({
    shape: shape.length > 0 ? shape : [data.length],
    data,
  });
  return coClustering.restore(
    {
      numbers: { min, max, mean, deviation },
      tensors: {
        userCluster: tensorOf(clusters.userCluster),
        itemCluster: tensorOf(clusters.itemCluster),
        userMeans: tensorOf(clusters.userMeans),
        itemMeans: tensorOf(clusters.itemMeans),
        userClusterMeans: tensorOf(clusters.userClusterMeans),
        itemClusterMeans: tensorOf(clusters.itemClusterMeans),
        blockMeans: tensorOf(clusters.blockMeans, sizes.userClusters, sizes.itemClusters),
      },
    },
    data,
    { ...sizes, epochs: 1, starts: 1, scoreShrinkage: 2 },
  ) as Model & Predictor;
};

test("predicts from the means of the block, the clusters, the learner and the course", () => {
  const clusters = startFrom(small, measureRatings(small), Uint32Array.of(0, 0, 1), Uint32Array.of(0, 1), two);
  expect([...clusters.blockMeans]).toEqual([4.5, 1, 2, 5]);
  const model = restore(clusters, small, two);
  const prediction = 1 + (4 - 10 / 3) + (3 - 3); // block + (u2 − its cluster) + (b − its cluster)
  expect(model.predict(queryOf(small, 1), Uint32Array.of(1))[0]).toBeCloseTo(prediction, 12);
  expect(model.score(queryOf(small, 1))[1]).toBeCloseTo(4 + ((prediction - 4) * 2) / (2 + 2), 12); // 2 raters, mean 4
});

test("a new user joins the group that leaves the least squared error", () => {
  const clusters = startFrom(small, measureRatings(small), Uint32Array.of(0, 0, 1), Uint32Array.of(0, 1), two);
  const history = Uint32Array.of(0, 1);
  expect(nearestUserCluster(clusters, history, Float64Array.of(5, 1), 3)).toBe(0);
  expect(nearestUserCluster(clusters, history, Float64Array.of(1, 5), 3)).toBe(1);
  const model = restore(clusters, small, two);
  const { history: taken, weights } = queryOf(small, 2);
  expect(model.score({ history: taken, weights: weights! })).toEqual(model.score(queryOf(small, 2)));
});

test.each(golden.coClustering)(
  "groups and predicts as Surprise from the same start ($epochs epochs, start $start)",
  ({ userClusters, itemClusters, epochs, start, end, predictions }) => {
    const centre = measureRatings(goldenData);
    const sizes = { userClusters, itemClusters };
    const [users, items] = [Uint32Array.from(start.users), Uint32Array.from(start.items)];
    const clusters = startFrom(goldenData, centre, users, items, sizes);
    for (let epoch = 0; epoch < epochs; epoch++) regroup(clusters, goldenData, centre.mean);
    expect([...clusters.userCluster]).toEqual(end.users);
    expect([...clusters.itemCluster]).toEqual(end.items);
    expect(largestGap(restore(clusters, goldenData, sizes), predictions)).toBeLessThan(1e-10);
  },
);

test("takes the best of its starts", async () => {
  const { users, items, values } = goldenData.interactions;
  const errorOf = async (starts: number, seed: number) => {
    const model = await coClustering({ ...two, starts, scoreShrinkage: 0 }).fit(goldenData, { seed });
    return values!.reduce(
      (sum, rating, k) => sum + (rating - model.score(queryOf(goldenData, users[k]!))[items[k]!]!) ** 2,
      0,
    );
  };
  let gained = 0;
  for (let seed = 0; seed < 5; seed++) {
    const [one, eight] = [await errorOf(1, seed), await errorOf(8, seed)];
    expect(eight).toBeLessThanOrEqual(one);
    gained += one - eight;
  }
  expect(gained).toBeGreaterThan(0.1);
});

test("reports progress to the end, though it stops when nothing moves", async () => {
  const seen: Progress[] = [];
  await coClustering().fit(small, { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toMatchObject({ stage: "epoch", done: 100, of: 100 });
});

test("says nothing to an empty history and of courses nobody rated", async () => {
  const { users, items, values } = small.interactions;
  const kept = [0, 2, 3];
  const withoutB = small.replaceInteractions({
    users: Uint32Array.from(kept, (k) => users[k]!),
    items: Uint32Array.from(kept, (k) => items[k]!),
    values: Float64Array.from(kept, (k) => values![k]!),
  });
  const model = (await coClustering().fit(withoutB)) as Model & Predictor;
  expect(model.score(queryOf(withoutB, 0))[1]).toBeNaN();
  expect(model.predict({ history: new Uint32Array(0) }, Uint32Array.of(0))[0]).toBeNaN();
});

test("refuses a saved state whose groups do not exist", () => {
  const clusters = startFrom(small, measureRatings(small), Uint32Array.of(0, 0, 1), Uint32Array.of(0, 1), two);
  clusters.itemCluster[1] = 2;
  expect(() => restore(clusters, small, two)).toThrow(/itemCluster/);
});
