import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Random } from "../../src/compute/random.ts";
import { knownItems } from "../../src/compute/sampling/known-pairs.ts";
import { ExampleSource } from "../../src/models/neural/interaction/example-source.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";

/** Users with some of the items each; the last one has them all. */
function drawnMatrix(users: number, items: number, seed: number): CsrMatrix {
  const random = new Random(seed);
  const rows: number[] = [];
  const columns: number[] = [];
  for (let user = 0; user < users; user++)
    for (let item = 0; item < items; item++)
      if (user === users - 1 || random.uniform() < 0.4) {
        rows.push(user);
        columns.push(item);
      }
  return CsrMatrix.fromCoordinates(users, items, Uint32Array.from(rows), Uint32Array.from(columns));
}

/** An example source with memory of its own for what is known. */
const sourceOf = (
  core: Core,
  positives: CsrMatrix,
  { known, ...options }: { readonly known: CsrMatrix; readonly explicit: boolean; readonly negatives: number },
): ExampleSource => new ExampleSource(core, positives, { known: knownItems(core.arena(), known), ...options });

interface Drawn {
  readonly user: number;
  readonly item: number;
  readonly label: number;
  readonly weight: number;
}

function epochOf(core: Core, source: ExampleSource, batch: number): Drawn[] {
  using arena = core.arena();
  const all: Drawn[] = [];
  for (let first = 0; first < source.count; first += batch) {
    const rows = Math.min(batch, source.count - first);
    const into = { users: arena.u32(rows), items: arena.u32(rows), labels: arena.f32(rows), weights: arena.f32(rows) };
    source.draw(first, rows, into);
    for (let row = 0; row < rows; row++)
      all.push({
        user: into.users[row]!,
        item: into.items[row]!,
        label: into.labels[row]!,
        weight: into.weights[row]!,
      });
  }
  return all;
}

// runs the kernel "drawExamples" by way of its one caller
describeVariants("drawn examples", (core) => {
  const shapes = [
    [1, 1, 1],
    [2, 3, 1],
    [5, 7, 4],
    [40, 33, 3],
  ] as const;

  test.each(shapes)(
    "%i × %i with %i negatives: every positive once, negatives never known",
    (users, items, negatives) => {
      const known = drawnMatrix(users, items, users);
      using source = sourceOf(core, known, { known, explicit: false, negatives });
      for (const key of [1, 2, 99]) {
        source.shuffle(key);
        const all = epochOf(core, source, 13);
        expect(all).toHaveLength(known.size * (1 + negatives));
        const positives = all.filter(({ label }) => label === 1).map(({ user, item }) => user * items + item);
        const stored = Array.from({ length: users }, (_, user) =>
          [...known.row(user).columns].map((i) => user * items + i),
        );
        expect(positives.sort((a, b) => a - b)).toEqual(stored.flat());
        for (const { user, item, label, weight } of all) {
          if (label === 1) expect(weight).toBe(1);
          else if (user === users - 1)
            expect(weight).toBe(0); // has every item
          else expect([weight, known.row(user).columns.includes(item)]).toEqual([1, false]);
        }
      }
    },
  );

  test("another key gives another order and other negatives, the same key the same", () => {
    const known = drawnMatrix(30, 50, 3);
    using source = sourceOf(core, known, { known, explicit: false, negatives: 2 });
    const draw = (key: number): Drawn[] => {
      source.shuffle(key);
      return epochOf(core, source, 64);
    };
    const first = draw(7);
    expect(draw(8)).not.toEqual(first);
    expect(draw(7)).toEqual(first);
    expect(epochOf(core, source, 5)).toEqual(first); // whatever the size of the batches
  });

  test("items a user has but does not learn from are no negatives either", () => {
    const known = drawnMatrix(20, 12, 5);
    const some = CsrMatrix.fromCoordinates(
      20,
      12,
      Uint32Array.of(0, 3, 7),
      Uint32Array.of(...[0, 3, 7].map((u) => known.row(u).columns[0]!)),
    );
    using source = sourceOf(core, some, { known, explicit: false, negatives: 6 });
    for (const { user, item, label } of epochOf(core, source, 100))
      expect(known.row(user).columns.includes(item)).toBe(label === 1);
  });

  test("explicit: labels are the values, and nothing is drawn against them", () => {
    const values = Float64Array.of(0.25, 0.5, 1);
    const explicit = CsrMatrix.fromCoordinates(2, 3, Uint32Array.of(0, 0, 1), Uint32Array.of(0, 2, 1), values);
    using source = sourceOf(core, explicit, { known: explicit, explicit: true, negatives: 0 });
    const labels = new Map(epochOf(core, source, 2).map(({ user, item, label }) => [`${user},${item}`, label]));
    expect(labels).toEqual(
      new Map([
        ["0,0", 0.25],
        ["0,2", 0.5],
        ["1,1", 1],
      ]),
    );
  });

  test("negatives are spread evenly over the items a user lacks", () => {
    const known = CsrMatrix.fromCoordinates(1, 10, Uint32Array.of(0, 0), Uint32Array.of(2, 5));
    using source = sourceOf(core, known, { known, explicit: false, negatives: 4000 });
    const counts = new Map<number, number>();
    for (const { item, label } of epochOf(core, source, 8002))
      if (label === 0) counts.set(item, (counts.get(item) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([0, 1, 3, 4, 6, 7, 8, 9]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150); // five deviations
  });
});
