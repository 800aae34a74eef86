import { afterEach, describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";

const length = 3_000_000;
const busy = { cost: 1000, chunk: 1000 };

/** A core of its own, since threads are made to die here. */
const cores: Core[] = [];
function ownCore(): Core {
  const core = new Core({ pages: 2048, checked: false });
  cores.push(core);
  return core;
}
afterEach(async () => {
  for (const core of cores.splice(0)) await core.pool.terminate();
});

function uniform(core: Core, key: number, count = length) {
  const out = core.arena().f32(count).fill(-1);
  return { out, args: { out, key, from: 0, to: 1 } };
}

describe("jobs", () => {
  test.each([2, 3, 5])("have the same bits on one thread and on %i", async (threads) => {
    const core = ownCore();
    const [one, many] = [uniform(core, 5), uniform(core, 5)];
    await core.run("fillUniform", length, one.args, { ...busy, threads: 1 });
    await core.run("fillUniform", length, many.args, { ...busy, threads });
    expect(Buffer.compare(Buffer.from(one.out.slice().buffer), Buffer.from(many.out.slice().buffer))).toBe(0);
  });

  test("asked for at once are done one after the other, both whole", async () => {
    const core = ownCore();
    const jobs = [1, 2, 3].map((key) => uniform(core, key));
    await Promise.all(jobs.map(({ args }) => core.run("fillUniform", length, args, { ...busy, threads: 2 })));
    for (const [n, { out }] of jobs.entries()) {
      const again = uniform(core, n + 1, 1000);
      core.runNow("fillUniform", 1000, again.args);
      expect(out.subarray(0, 1000)).toEqual(again.out);
      expect(out.includes(-1)).toBe(false);
    }
  });

  test("leave the event loop free, and a call on the spot undisturbed", async () => {
    const core = ownCore();
    const long = uniform(core, 1);
    let ticks = 0;
    const timer = setInterval(() => {
      ticks++;
      const small = uniform(core, 9, 64);
      core.runNow("fillUniform", 64, small.args);
      expect(small.out.every((value) => value >= 0 && value < 1)).toBe(true);
    }, 1);
    // normal numbers take long enough for several slices
    await core.run("fillNormal", length, { out: long.out, key: 1, mean: 0, deviation: 1 }, { ...busy, threads: 2 });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  test("report how far they are, never backwards, to the end", async () => {
    const core = ownCore();
    const seen: number[] = [];
    const { out } = uniform(core, 1);
    const onProgress = (done: number) => void seen.push(done);
    await core.run("fillNormal", length, { out, key: 1, mean: 0, deviation: 1 }, { ...busy, threads: 2, onProgress });
    expect(seen.at(-1)).toBe(length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test("of nothing do nothing", async () => {
    const core = ownCore();
    await core.run("fillUniform", 0, uniform(core, 1, 0).args, { threads: 2 });
    expect(core.pool.started).toBe(0);
  });
});

describe("an aborted job", () => {
  test("ends with the signal's reason, touches nothing afterwards, and the next one works", async () => {
    const core = ownCore();
    const { out } = uniform(core, 1);
    const controller = new AbortController();
    const reason = new Error("enough");
    const onProgress = () => controller.abort(reason);
    const args = { out, key: 1, mean: 5, deviation: 0.1 };
    await expect(
      core.run("fillNormal", length, args, { ...busy, threads: 2, signal: controller.signal, onProgress }),
    ).rejects.toBe(reason);
    expect(out.includes(-1)).toBe(true);
    out.fill(-1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(out.every((value) => value === -1)).toBe(true);
    await core.run("fillUniform", length, { out, key: 1, from: 0, to: 1 }, { ...busy, threads: 2 });
    expect(out.includes(-1)).toBe(false);
  });

  test("that was aborted before it began does nothing", async () => {
    const core = ownCore();
    const { out, args } = uniform(core, 1, 100);
    await expect(core.run("fillUniform", 100, args, { signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow(
      "no",
    );
    expect(out.every((value) => value === -1)).toBe(true);
  });
});

describe("a thread that dies", () => {
  test("in the middle of a job ends it with an error, and the next job has new threads", async () => {
    const core = ownCore();
    const { out } = uniform(core, 1);
    let killed = false;
    const onProgress = () => {
      if (killed) return;
      killed = true;
      void core.pool.terminate();
    };
    const args = { out, key: 1, mean: 0, deviation: 1 };
    await expect(core.run("fillNormal", length, args, { ...busy, threads: 2, onProgress })).rejects.toMatchObject({
      code: "compute_failed",
    });
    await core.run("fillUniform", length, { out, key: 1, from: 0, to: 1 }, { ...busy, threads: 2 });
    expect(out.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  test("between two jobs is replaced", async () => {
    const core = ownCore();
    const { out, args } = uniform(core, 1);
    await core.run("fillUniform", length, args, { ...busy, threads: 2 });
    await core.pool.terminate();
    await new Promise((resolve) => setTimeout(resolve, 20));
    out.fill(-1);
    await core.run("fillUniform", length, args, { ...busy, threads: 2 });
    expect(out.includes(-1)).toBe(false);
    expect(core.pool.started).toBe(1);
  });

  test.each([1, 2])(
    "of a kernel that reads outside the memory ends the job with an error, on %i threads",
    async (threads) => {
      const core = ownCore();
      const arena = core.arena();
      const small = arena.f32(64);
      // an index that is not looked at leads past the end: 2048 pages are 134 MB
      const index = arena.u32(10_000).fill(2 ** 25);
      const wild = { Y: arena.f32(8), index, width: 8, out: arena.f32(80_000), rows: 1 };
      await expect(core.run("gatherRows", 10_000, wild, { threads, cost: 1000, chunk: 100 })).rejects.toMatchObject({
        code: "compute_failed",
      });
      await core.run("fillUniform", 64, { out: small, key: 1, from: 2, to: 3 });
      expect(small.every((value) => value >= 2)).toBe(true);
    },
  );
});
