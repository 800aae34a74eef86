import { Dataset, type Row } from "../../src/data/dataset.ts";
import { FitDivergedError, MemoryLimitError } from "../../src/errors.ts";
import { defineModel } from "../../src/models/define-model.ts";
import { choice, integer, number } from "../../src/models/params.ts";

/** Each learner takes eight of `items` courses, by a rule without structure. */
export function someSchool(learners = 40, items = 24): Dataset {
  const rows: Row[] = [];
  for (let learner = 0; learner < learners; learner++)
    for (let n = 0; n < 8; n++)
      rows.push({ user: `l${learner}`, item: `c${(learner * 7 + n * n + 3 * n) % items}`, time: 100 * learner + n });
  const seen = new Set<string>();
  const once = rows.filter(({ user, item }) => !seen.has(user + item) && seen.add(user + item));
  return Dataset.fromRows(once, { name: "some school" });
}

/** A school with the last row of each learner published as the test part, perhaps with four negatives a row, perhaps twice. */
export function publishedSchool(school: Dataset, withNegatives: boolean, folds: 1 | 2 = 1): Dataset {
  const { interactions } = school;
  const last = new Map(Array.from(interactions.users, (user, row) => [user, row] as const));
  const isTest = (row: number) => last.get(interactions.users[row]!) === row;
  const rowsWhere = (test: boolean) => {
    const rows = Array.from(interactions.users.keys()).filter((row) => isTest(row) === test);
    return {
      users: Uint32Array.from(rows, (row) => interactions.users[row]!),
      items: Uint32Array.from(rows, (row) => interactions.items[row]!),
      times: Float64Array.from(rows, (row) => interactions.times![row]!),
    };
  };
  const test = rowsWhere(true);
  const fold = {
    name: "published",
    train: rowsWhere(false),
    test,
    ...(withNegatives && { negatives: Array.from(test.users, () => Uint32Array.of(0, 1, 2, 3)) }),
  };
  const { name, users, items } = school;
  return new Dataset({ name, users, items, interactions, publishedFolds: async () => Array(folds).fill(fold) });
}

/** What a fit was given. */
export interface Fit {
  readonly params: Readonly<Record<string, unknown>>;
  readonly train: Dataset;
}

/**
 * A model that cheats: it knows all rows, and lists a learner's true courses behind as many false ones as `misses` says.
 * So its figures fall with `misses`, whatever the part they are measured on; `trap` makes training fail.
 */
export function plantedModel(truth: Dataset) {
  const fits: Fit[] = [];
  const model = defineModel({
    key: "planted",
    summary: "Knows the answers.",
    family: "baselines",
    params: {
      misses: integer({ min: 0, max: 8, default: 5, description: "False courses in front." }),
      trap: choice({
        options: ["none", "diverge", "memory", "bug"],
        default: "none",
        search: false,
        description: "Fails.",
      }),
      rate: number({ min: 1e-6, max: 10, default: 0.01, search: false, description: "Nothing." }),
    },
    async fit(train, params) {
      fits.push({ params, train });
      return fitted(truth, train, params.trap, params.misses);
    },
    restore: (_, data, params) => fitted(truth, data, params.trap, params.misses),
  });
  return { model, fits };
}

/** The same with epochs: good for as many as `best`, worse with fewer and with more. */
export function plantedWithEpochs(truth: Dataset, best: number) {
  const fits: Fit[] = [];
  const model = defineModel({
    key: "planted-epochs",
    summary: "Knows the answers after some epochs.",
    family: "baselines",
    params: {
      misses: integer({ min: 0, max: 4, default: 2, description: "False courses in front." }),
      epochs: integer({ min: 1, max: 100, default: 9, description: "Rounds." }),
    },
    async fit(train, params) {
      fits.push({ params, train });
      return fitted(truth, train, "none", params.misses + Math.abs(params.epochs - best));
    },
    restore: (_, data, params) => fitted(truth, data, "none", params.misses),
  });
  return { model, fits };
}

function fitted(truth: Dataset, { items }: Dataset, trap: string, misses: number) {
  if (trap === "diverge") throw new FitDivergedError("planted", 3);
  if (trap === "memory") throw new MemoryLimitError(2 ** 34, 2 ** 32);
  if (trap === "bug") throw new TypeError("a bug");
  return {
    items,
    score({ user }: { readonly user?: number }) {
      const scores = new Float64Array(items.size);
      const own = new Set(user === undefined ? [] : truth.userItems.row(user).columns);
      for (const item of own) scores[item] = 1;
      let left = misses;
      for (let item = 0; item < items.size && left > 0; item++)
        if (!own.has(item)) {
          scores[item] = 2;
          left--;
        }
      return scores;
    },
    state: () => ({ numbers: {}, tensors: {} }),
  };
}
