import { expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { popularity } from "../../../src/models/baselines/popularity.ts";
import { recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";

describeModel(popularity, { personalized: false });

test("scores an item by the number of its users, whatever they gave it (worked by hand)", async () => {
  const data = Dataset.fromRows([
    { user: "u1", item: "a", value: 5 },
    { user: "u1", item: "b", value: 1 },
    { user: "u2", item: "b", value: 1 },
    { user: "u3", item: "b", value: 2 },
    { user: "u3", item: "c", value: 5 },
    { user: "u2", item: "c", value: 5 },
  ]);
  const model = await popularity().fit(data);
  expect([...model.score({ history: Uint32Array.of() })]).toEqual([1, 3, 2]);
  expect(recommend(model, { history: Uint32Array.of(1) }, 5).map(({ item }) => data.items.id(item))).toEqual([
    "c",
    "a",
  ]);
});
