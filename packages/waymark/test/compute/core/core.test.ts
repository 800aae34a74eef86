import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { passesSelfTest } from "../../../src/compute/core/choose-build.ts";
import { Core, sharedCore } from "../../../src/compute/core/core.ts";
import { compileVariant, type Variant } from "../../../src/compute/core/load-kernels.ts";
import { wasm } from "../../../src/compute/core/webassembly.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { ease } from "../../../src/models/linear/ease.ts";
import { twoFaculties } from "../../two-faculties.ts";

const bytesOf = (variant: Variant): Uint8Array =>
  readFileSync(new URL(`../../../src/kernels/wasm/${variant}.wasm`, import.meta.url));

/** The build with one opcode of its SIMD instructions changed into another wherever it stands. */
function tampered(variant: Variant, from: number, to: number) {
  const bytes = Uint8Array.from(bytesOf(variant));
  for (let p = 0; p + 2 < bytes.length; p++)
    if (bytes[p] === 0xfd && bytes[p + 1] === from && bytes[p + 2] === 0x01) bytes[p + 1] = to;
  return new wasm.Module(bytes);
}
const [add, sub] = [0xe4, 0xe5]; // f32x4.add and f32x4.sub, behind the prefix 0xfd, as two bytes

describe("choosing a build", () => {
  test("the builds that run here pass the self-test", () => {
    for (const variant of ["wide", "fused", "plain"] as const) {
      const module = compileVariant(variant);
      if (module) expect(passesSelfTest(module)).toBe(true);
    }
  });

  test("a build that computes something else does not pass, and the next one is taken", () => {
    const broken = tampered("fused", add, sub);
    expect(passesSelfTest(broken)).toBe(false);
    const core = new Core({ pages: 1024, load: (variant) => (variant === "plain" ? compileVariant("plain") : broken) });
    expect(core.variant).toBe("plain");
    expect(core.passedOver.map(({ variant }) => variant)).toEqual(["wide", "fused"]);
    expect(core.passedOver[1]!.why).toContain("self-test");
  });

  test("an engine without the instructions gets an error that names what it lacks", () => {
    expect(() => new Core({ pages: 1024, load: () => undefined })).toThrow(
      /WebAssembly with SIMD and threads.*Node 22/s,
    );
    expect(() => new Core({ pages: 1024, load: () => undefined })).toThrow(
      expect.objectContaining({ code: "unsupported_runtime" }),
    );
  });

  test("kernels that were never built say how to build them", () => {
    expect(() => compileVariant("narrow" as never)).toThrow(/narrow\.wasm.*npm run build:kernels/);
  });
});

describe("a program that uses the core", () => {
  const run = (program: string, env: NodeJS.ProcessEnv = {}) =>
    execFileSync(process.execPath, ["--input-type=module-typescript", "-e", program], {
      encoding: "utf8",
      timeout: 600_000,
      cwd: new URL("../../..", import.meta.url).pathname,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  const work = `
    import { sharedCore } from "./src/compute/core/core.ts";
    const core = sharedCore();
    const arena = core.arena();
    const out = arena.f32(1_000_000);
    await core.run("fillUniform", out.length, { out, key: 1, from: 0, to: 1 }, { threads: 2, cost: 1000 });
    console.log(core.variant, core.pool.started, out[7]);`;

  test("exits by itself, threads and all", () => {
    expect(run(work)).toMatch(/^\w+ 1 0\.\d+\n$/);
  });

  test("can name a build; the error for one that does not exist lists the names", () => {
    expect(run(work, { WAYMARK_KERNELS: "plain" })).toMatch(/^plain /);
    expect(() => run(work, { WAYMARK_KERNELS: "wider" })).toThrow(/no build of the kernels.*Did you mean wide/s);
  });
});

test("a thousand fits leave the memory as it was", async () => {
  const data = twoFaculties({ size: 4 });
  const core = sharedCore();
  const fit = () =>
    Promise.all([
      als({ factors: 3, epochs: 1, regularization: 1 }).fit(data),
      ease({ regularization: 5 }).fit(data),
      itemKnn({ neighbours: 3 }).fit(data),
    ]);
  await fit();
  const { used, largestFree } = core;
  for (let turn = 0; turn < 1000; turn++) await fit();
  expect(core.used).toBe(used);
  expect(core.largestFree).toBe(largestFree);
});
