import { expect, test } from "vitest";
import { fillNormal, fillUniform, type RandomSource } from "../../../src/compute/linear-algebra/random.ts";
import { describeVariants } from "./variants.ts";

describeVariants("random numbers by counting", (core) => {
  const draw = async (kind: "uniform" | "normal", length: number, source: RandomSource, threads = 1) => {
    const arena = core.arena();
    try {
      const out = arena.f32(length);
      if (kind === "uniform") await fillUniform(core, out, source, -1, 3, { threads });
      else await fillNormal(core, out, source, 5, 2, { threads });
      return new Float32Array(out);
    } finally {
      arena.dispose();
    }
  };
  const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

  test("uniform ones lie in their range, all of it alike", async () => {
    const values = await draw("uniform", 200_000, { seed: 1 });
    const parts = new Float64Array(8);
    for (const value of values) {
      expect(value >= -1 && value <= 3).toBe(true);
      parts[Math.min(7, Math.floor((value + 1) * 2))]! += 1;
    }
    for (const part of parts) expect(Math.abs(part / 25_000 - 1)).toBeLessThan(0.03); // four deviations
  });

  test("normal ones have the moments asked for", async () => {
    const z = (await draw("normal", 200_000, { seed: 2 })).map((value) => (value - 5) / 2);
    expect(mean(z)).toBeCloseTo(0, 1.7);
    expect(mean(z.map((x) => x ** 2))).toBeCloseTo(1, 1.5);
    expect(mean(z.map((x) => x ** 3))).toBeCloseTo(0, 1);
    expect(mean(z.map((x) => x ** 4))).toBeCloseTo(3, 0.5);
    expect(mean(z.subarray(1).map((x, p) => x * z[p]!))).toBeCloseTo(0, 1.7); // neighbours have nothing to do with each other
  });

  test.each(["uniform", "normal"] as const)("%s: entry i depends on seed, stream and i only", async (kind) => {
    const source = { seed: 3, stream: 4 };
    const some = await draw(kind, 1001, source);
    expect((await draw(kind, 300_000, source, 3)).subarray(0, 1001)).toEqual(some);
    expect(await draw(kind, 300_000, source, 2)).toEqual(await draw(kind, 300_000, source));
    for (const other of [
      { seed: 4, stream: 4 },
      { seed: 3, stream: 5 },
      { seed: 3 },
      { seed: 3 + 2 ** 32, stream: 4 },
    ]) {
      const values = await draw(kind, 1001, other);
      expect(values.filter((value, p) => value === some[p]).length).toBeLessThan(5);
    }
  });

  test("seed 0, stream 0 are meant where none is given; nothing is drawn for no places", async () => {
    expect(await draw("normal", 9, {})).toEqual(await draw("normal", 9, { seed: 0, stream: 0 }));
    expect((await draw("uniform", 0, {})).length).toBe(0);
  });
});
