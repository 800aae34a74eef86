import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { Arena } from "../../../src/compute/core/arena.ts";
import { missingFeatures } from "../../../src/compute/core/choose-build.ts";
import { Core } from "../../../src/compute/core/core.ts";
import { Heap } from "../../../src/compute/core/heap.ts";

const small = (checked: boolean) => new Core({ variant: "plain", pages: 1024, checked });

describe("a call that cannot be right is refused by name before anything runs", () => {
  const core = small(true);
  const arena = core.arena();
  const rows = { Y: arena.zerosF32(4 * 16), width: 16, rows: 4 };
  const cases: readonly (readonly [string, () => void, RegExp])[] = [
    [
      "a range beyond the array that is written",
      () => core.runNow("fillUniform", 9, { out: arena.f32(8), key: 1, from: 0, to: 1 }),
      /fillUniform: out: expected at least 9 entries, received 8/,
    ],
    [
      "a range beyond the indexes",
      () => core.runNow("gatherRows", 3, { ...rows, index: arena.zerosU32(2), out: arena.f32(64) }),
      /gatherRows: index: expected at least 3/,
    ],
    [
      "a width the vectors cannot step over",
      () => core.runNow("gram", 4, { ...rows, width: 15, G: arena.f32(256) }),
      /gram: width: expected a multiple of 16, received 15/,
    ],
    [
      "values fewer than columns",
      () =>
        core.runNow("sparseRows", 1, {
          ...rows,
          offsets: arena.copyU32([0, 2]),
          columns: arena.copyU32([0, 1]),
          values: arena.f32(1),
          out: arena.f32(16),
          add: 0,
          rows: 1,
          columnCount: 4,
        }),
      /sparseRows: values: expected at least 2 entries, received 1/,
    ],
    [
      "strides that lead outside",
      () =>
        core.runNow("packRight", 1, {
          B: arena.f32(10),
          rowStride: 5,
          columnStride: 1,
          K: 3,
          N: 4,
          packed: arena.f32(48),
        }),
      /packRight: B: expected at least 14 entries, received 10/,
    ],
    [
      "a negative range",
      () => core.runNow("mirror", -1, { A: rows.Y, width: 2 }),
      /mirror: count: expected a whole number from 0/,
    ],
    [
      "a range that is not a number",
      () => core.runNow("mirror", Number.NaN, { A: rows.Y, width: 2 }),
      /mirror: count.*received NaN/,
    ],
  ];

  test.each(cases)("%s", (_, call, message) => {
    const { used } = core;
    expect(call).toThrow(message);
    expect(call).toThrow(expect.objectContaining({ code: "shape_mismatch" }));
    expect(core.used - used).toBeLessThan(4096); // what the calls themselves laid out, and no scratch
  });

  test.each([{ chunk: 0 }, { chunk: -5 }, { chunk: 1.5 }, { threads: 0 }, { threads: Number.NaN }])(
    "an asynchronous call with %o neither hangs nor runs",
    async (options) => {
      const out = arena.f32(100).fill(7);
      const run = core.run("fillUniform", 100, { out, key: 1, from: 0, to: 1 }, options);
      await expect(run).rejects.toMatchObject({ code: "shape_mismatch" });
      expect(out.every((value) => value === 7)).toBe(true);
    },
  );

  test("a chunk larger than the range is the range", async () => {
    const out = arena.f32(100).fill(7);
    await core.run("fillUniform", 100, { out, key: 1, from: 0, to: 1 }, { chunk: 1e6 });
    expect(out.includes(7)).toBe(false);
  });

  test("nothing of it is kept in memory", async () => {
    const { used } = core;
    const wrong = { out: core.arena().f32(0), key: 1, from: 0, to: 1 };
    const afterArray = core.used;
    await expect(core.run("fillUniform", 100, wrong)).rejects.toThrow("out");
    expect(core.used).toBe(afterArray);
    expect(core.used - used).toBe(64);
  });
});

describe("a kernel that traps", () => {
  const wild = (core: Core) => {
    const arena = core.arena();
    return { Y: arena.f32(8), index: arena.copyU32([2 ** 24]), width: 8, out: arena.f32(8), rows: 1 };
  };

  test("on the spot is an error of ours, and the next call works", () => {
    const core = small(false);
    expect(() => core.runNow("gatherRows", 1, wild(core))).toThrow(
      expect.objectContaining({ code: "compute_failed", message: expect.stringContaining("gatherRows") }),
    );
    const out = core.arena().f32(8);
    core.runNow("fillUniform", 8, { out, key: 1, from: 2, to: 3 });
    expect(out.every((value) => value >= 2 && value < 3)).toBe(true);
  });

  test("cannot, in checked mode: the index is named", () => {
    const core = small(true);
    expect(() => core.runNow("gatherRows", 1, wild(core))).toThrow(/index\[0\]: expected an index below 1/);
  });
});

test("threads that died between two jobs do not spoil one that needs none", async () => {
  const core = new Core({ variant: "plain", pages: 2048 });
  const out = core.arena().f32(2_000_000);
  const args = { out, key: 1, mean: 0, deviation: 1 };
  await core.run("fillNormal", out.length, args, { threads: 2, cost: 100 });
  expect(core.pool.started).toBe(1);
  await core.pool.terminate();
  await core.run("fillNormal", out.length, args, { threads: 1, cost: 100 });
});

test("a thread that dies while another job computes alone does not end that job", async () => {
  const core = new Core({ variant: "plain", pages: 2048 });
  const out = core.arena().f32(3_000_000);
  const args = { out, key: 1, mean: 0, deviation: 1 };
  await core.run("fillNormal", out.length, args, { threads: 2, cost: 100 });
  let killed: Promise<void> | undefined;
  const onProgress = () => {
    killed ??= core.pool.terminate();
  };
  await core.run("fillNormal", out.length, args, { threads: 1, cost: 100, onProgress });
  await killed;
  await core.run("fillNormal", out.length, args, { threads: 2, cost: 100 });
  expect(core.pool.started).toBe(1);
  await core.pool.terminate();
});

describe("an arena that was disposed of", () => {
  test("gives nothing more, which nobody would free", () => {
    const heap = new Heap(1024);
    const arena = new Arena(heap);
    arena.dispose();
    expect(() => arena.f32(1)).toThrow(/disposed/);
    expect(heap.used).toBe(0);
  });

  test.each([-1, Number.NaN])("an array of %d entries cannot be had at all", (length) => {
    const heap = new Heap(1024);
    expect(() => new Arena(heap).f32(length)).toThrow(RangeError);
    expect(heap.used).toBe(0);
  });
});

describe("an engine", () => {
  test("that runs these tests lacks nothing", () => {
    expect(missingFeatures()).toEqual([]);
  });

  test("without threads, or without both threads and SIMD, gets an error that says so", () => {
    const withoutThreads = { validate: (bytes: Uint8Array) => !bytes.includes(254) }; // the prefix of atomic instructions
    expect(missingFeatures(withoutThreads)).toEqual(["WebAssembly threads"]);
    expect(missingFeatures({ validate: () => false })).toEqual(["WebAssembly SIMD", "WebAssembly threads"]);
  });
});

/** A program of its own, in a process of its own. */
const run = (program: string, env: NodeJS.ProcessEnv = {}, before = "") =>
  execFileSync(
    "/bin/sh",
    ["-c", `${before} exec "$0" --input-type=module-typescript -e "$1"`, process.execPath, program],
    {
      encoding: "utf8",
      timeout: 600_000,
      cwd: new URL("../../..", import.meta.url).pathname,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );

describe.skipIf(process.platform === "win32")("a process", () => {
  test("without WebAssembly gets an error that names it", () => {
    const program = `
      delete globalThis.WebAssembly;
      const { sharedCore } = await import("./src/compute/core/core.ts");
      try { sharedCore(); } catch (error) { console.log(error.code, error.message); }`;
    expect(run(program)).toMatch(/^unsupported_runtime .*lacks WebAssembly;.*--jitless/);
  });

  test("looks at every index where WAYMARK_CHECKED is 1, and not where it is not", () => {
    const program = `
      import { Core } from "./src/compute/core/core.ts";
      console.log(new Core({ pages: 1024 }).checked);`;
    expect(run(program, { WAYMARK_CHECKED: "1" })).toBe("true\n");
    expect(run(program, { WAYMARK_CHECKED: "" })).toBe("false\n");
  });

  test("whose address space is small gets less memory, or an error that says why it gets none", () => {
    const program = `
      import { Core } from "./src/compute/core/core.ts";
      try { console.log("capacity", new Core().capacity); }
      catch (error) { console.log(error.code, error.message); }`;
    const [word, bytes] = run(program, {}, "ulimit -v 6000000;").split(" ");
    if (word === "capacity") expect(Number(bytes)).toBeLessThan(2 ** 31);
    else expect(word).toBe("memory_limit");
  });
});
