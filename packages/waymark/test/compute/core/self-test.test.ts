import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { passesSelfTest } from "../../../src/compute/core/choose-build.ts";
import { compileVariant } from "../../../src/compute/core/load-kernels.ts";
import { wasm } from "../../../src/compute/core/webassembly.ts";

/** Instructions of 128 bits, as the two bytes behind their prefix 0xfd, and what they are mistaken for. */
const mistakes: readonly (readonly [string, readonly [number, number], readonly [number, number]])[] = [
  ["f32x4.add for f32x4.sub", [0xe4, 1], [0xe5, 1]],
  ["f32x4.mul for f32x4.add", [0xe6, 1], [0xe4, 1]],
  ["a multiply-add for one that subtracts", [0x85, 2], [0x86, 2]],
  ["f64x2.add for f64x2.sub", [0xf0, 1], [0xf1, 1]],
  ["f64x2.mul for f64x2.add", [0xf2, 1], [0xf0, 1]],
];

const bytes = readFileSync(new URL("../../../src/kernels/wasm/fused.wasm", import.meta.url));
const plain = compileVariant("plain");

/** Every valid build with one of these instructions changed, and no other. */
function* changedOnce(from: readonly [number, number], to: readonly [number, number]): Generator<Uint8Array> {
  for (let p = 0; p + 2 < bytes.length; p++) {
    if (bytes[p] !== 0xfd || bytes[p + 1] !== from[0] || bytes[p + 2] !== from[1]) continue;
    const changed = Uint8Array.from(bytes);
    changed.set(to, p + 1);
    if (wasm.validate(changed)) yield changed;
  }
}

describe.skipIf(compileVariant("fused") === undefined)("the self-test", () => {
  // Not all can be noticed: loops for matrices larger than the caches do not run on small cases, and of a kernel of several
  // kinds (activations, cells, losses) the sample runs one. 64 to 90 of 100 are; test/kernels runs every kind on every build.
  test.each(mistakes)("notices most single instructions in the wrong place: %s", (_, from, to) => {
    const builds = [...changedOnce(from, to)];
    const apart = Math.max(4, Math.ceil(builds.length / 40)); // 40 builds at most: each is compiled and run
    const tried = builds.filter((_, n) => n % apart === 0);
    const noticed = tried.filter((build) => !passesSelfTest(new wasm.Module(build), () => plain));
    expect(tried.length).toBeGreaterThan(3);
    expect(noticed.length / tried.length).toBeGreaterThanOrEqual(0.6);
  });

  test("lets nothing pass where the plain build cannot be had to compare with", () => {
    expect(passesSelfTest(compileVariant("fused")!, () => undefined)).toBe(false);
  });
});
