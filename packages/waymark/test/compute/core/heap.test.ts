import { describe, expect, test } from "vitest";
import { Arena } from "../../../src/compute/core/arena.ts";
import { Heap } from "../../../src/compute/core/heap.ts";
import { Random } from "../../../src/compute/random.ts";
import { MemoryLimitError } from "../../../src/errors.ts";

describe("the heap", () => {
  test("blocks taken and freed in any order never overlap, stand on cache lines, and join again to one", () => {
    const heap = new Heap(1024);
    const whole = heap.largestFree;
    const random = new Random(3);
    const taken = new Map<number, number>();
    for (let turn = 0; turn < 5000; turn++) {
      if (taken.size === 0 || random.uniform() < 0.55) {
        const bytes = random.below(20_000);
        const at = heap.take(bytes);
        expect(at % 64).toBe(0);
        for (const [other, size] of taken) expect(at + bytes <= other || other + size <= at).toBe(true);
        taken.set(at, bytes);
      } else {
        const at = [...taken.keys()][random.below(taken.size)]!;
        heap.free(at);
        taken.delete(at);
      }
    }
    for (const at of random.shuffle([...taken.keys()])) heap.free(at as number);
    expect(heap.used).toBe(0);
    expect(heap.largestFree).toBe(whole);
  });

  test("a block cannot be freed twice, nor one that was never taken", () => {
    const heap = new Heap(1024);
    const at = heap.take(100);
    heap.free(at);
    expect(() => heap.free(at)).toThrow(RangeError);
    expect(() => heap.free(at + 64)).toThrow(/No block in use/);
  });

  test("takes the smallest gap that is large enough", () => {
    const heap = new Heap(1024);
    const [large, , small] = [heap.take(6400), heap.take(64), heap.take(640), heap.take(64)];
    heap.free(large);
    heap.free(small);
    expect(heap.take(600)).toBe(small);
  });

  test("says what was wanted and what could be had when it is full", () => {
    const heap = new Heap(1024);
    const error = (() => {
      try {
        heap.take(2 ** 31);
      } catch (caught) {
        return caught as MemoryLimitError;
      }
    })();
    expect(error).toBeInstanceOf(MemoryLimitError);
    expect(error).toMatchObject({ code: "memory_limit", needed: 2 ** 31, available: heap.largestFree });
    expect(error!.message).toContain("2.00 GiB");
  });
});

describe("an arena", () => {
  test("gives all it took back at once, and each array once", () => {
    const heap = new Heap(1024);
    const arena = new Arena(heap);
    const first = arena.f32(10);
    arena.f64(3);
    arena.copyU32([1, 2, 3]);
    arena.release(first);
    expect(() => arena.release(first)).toThrow(RangeError);
    arena.dispose();
    arena.dispose();
    expect(heap.used).toBe(0);
  });

  test("is disposed of where its block ends", () => {
    const heap = new Heap(1024);
    {
      using arena = new Arena(heap);
      arena.zerosF32(5);
      expect(heap.used).toBeGreaterThan(0);
    }
    expect(heap.used).toBe(0);
  });

  test("lays rows apart with zeros between, also where memory held something before", () => {
    const arena = new Arena(new Heap(1024));
    const dirty = arena.f32(64).fill(9);
    arena.release(dirty);
    expect(Array.from(arena.padded([1, 2, 3, 4, 5, 6], 3, 4))).toEqual([1, 2, 3, 0, 4, 5, 6, 0]);
    expect(Array.from(arena.padded([1, 2], 2, 2))).toEqual([1, 2]);
    expect(arena.padded([], 0, 16)).toHaveLength(0);
  });
});
