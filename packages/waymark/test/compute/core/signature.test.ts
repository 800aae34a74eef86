import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Arena } from "../../../src/compute/core/arena.ts";
import { ArgumentBlock, type ArgValue } from "../../../src/compute/core/argument-block.ts";
import { Heap } from "../../../src/compute/core/heap.ts";
import { sampleCall } from "../../../src/compute/core/sample-call.ts";
import { parseSignature, type Signature } from "../../../src/compute/core/signature.ts";
import { kernelSignatures } from "../../../src/compute/core/signatures/all.ts";

const signature: Signature = {
  args: {
    X: "f32[rows,width]",
    offsets: "u32[rows+1] offsets of ids",
    ids: "u32[*] below items",
    rows: "i32",
    width: "i32",
    items: "i32",
    rate: "f64",
    W: "f32[rows] or none",
  },
  sample: { count: 2, rows: 2, width: 3, items: 4, ids: 5, rate: 0.5 },
};

describe("the arguments of a kernel", () => {
  const arena = new Arena(new Heap(1024));
  const block = new ArgumentBlock("toy", signature);
  const view = new DataView(arena.f32(1).buffer);
  const at = arena.u32(100).byteOffset;
  const good = {
    X: arena.f32(6),
    offsets: arena.copyU32([0, 2, 5]),
    ids: arena.copyU32([0, 1, 3, 2, 0]),
    rows: 2,
    width: 3,
    items: 4,
    rate: 0.5,
    W: undefined,
  };
  const write = (changed: Readonly<Record<string, ArgValue>> = {}, indexes = true) =>
    block.write(view, at, { ...good, ...changed }, 2, indexes);

  test("stand in slots of eight bytes in the order of the record", () => {
    write();
    expect(view.getUint32(at, true)).toBe(good.X.byteOffset);
    expect(view.getUint32(at + 8 * 3, true)).toBe(2);
    expect(view.getFloat64(at + 8 * 6, true)).toBe(0.5);
    expect(view.getUint32(at + 8 * 7, true)).toBe(0);
  });

  test.each([
    ["an array of another type", { X: arena.u32(6) }, /X.*Float32Array/],
    ["an array outside the memory", { X: new Float32Array(6) }, /X.*in the kernels' memory/],
    ["an array that is too short", { X: arena.f32(5) }, /X.*at least 6 entries.*5/],
    ["a missing array", { ids: undefined }, /ids/],
    ["a fraction for a whole number", { rows: 1.5 }, /rows.*whole number/],
    ["NaN for a whole number", { width: Number.NaN }, /width/],
    ["a number too large for 32 bits", { items: 2 ** 33 }, /items/],
    ["a text for a number", { rate: "0.5" as never }, /rate.*a number/],
    ["an index that leads outside", { ids: arena.copyU32([0, 1, 4, 2, 0]) }, /ids\[2\].*below 4.*4/],
    ["offsets that fall", { offsets: arena.copyU32([0, 3, 2]) }, /offsets\[2\].*ascending/],
    ["offsets beyond the entries", { offsets: arena.copyU32([0, 2, 6]) }, /offsets\[2\].*at most 5/],
  ])("%s is refused by name", (_, changed, message) => {
    expect(() => write(changed)).toThrow(message);
    expect(() => write(changed)).toThrow(expect.objectContaining({ code: "shape_mismatch" }));
  });

  test("indexes are looked at in checked mode only", () => {
    expect(() => write({ ids: arena.copyU32([0, 1, 4, 2, 0]) }, false)).not.toThrow();
  });

  test("a signature that is not of the form is an error of its author", () => {
    expect(() => parseSignature({ args: { X: "f32(rows)" }, sample: { count: 1 } })).toThrow(SyntaxError);
  });
});

describe("all kernels", () => {
  const exported = [
    ...readFileSync(new URL("../../../src/kernels/index.ts", import.meta.url), "utf8").matchAll(/export \{([^}]*)\}/g),
  ].flatMap((match) => match[1]!.split(",").map((name) => name.trim()));

  test("have a signature, and every signature a kernel", () => {
    expect(Object.keys(kernelSignatures).sort()).toEqual([...exported].sort());
  });

  test.each(Object.entries(kernelSignatures as Readonly<Record<string, Signature>>))(
    "every name in a shape, bound, minimum length or scratch of %s is an argument of it",
    (_, own) => {
      const named = new Set<string>();
      const note = (name: string) => {
        named.add(name);
        return own.sample[name] ?? 1;
      };
      for (const arg of parseSignature(own)) {
        if (arg.kind === "number") continue;
        for (const { name } of arg.shape ?? []) if (name !== undefined) named.add(name);
        for (const name of [arg.below, arg.offsetsOf]) if (name !== undefined) named.add(name);
      }
      for (const name of Object.keys(own.minLength?.(note, 1) ?? {})) named.add(name);
      own.scratch?.(note, 1);
      expect([...named].filter((name) => !(name in own.args))).toEqual([]);
    },
  );

  test.each(Object.entries(kernelSignatures as Readonly<Record<string, Signature>>))(
    "the sample of %s fits its own signature",
    (kernel, own) => {
      const heap = new Heap(1024);
      const arena = new Arena(heap);
      const block = new ArgumentBlock(kernel, own);
      block.write(
        new DataView(heap.memory.buffer),
        arena.u32(block.size / 4).byteOffset,
        sampleCall(own, arena, 1),
        own.sample.count,
        true,
      );
    },
  );
});
