import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { kernelSignatures } from "../../src/compute/core/signatures/all.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const texts = ["kernels", "compute"]
  .flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`),
  )
  .filter((name) => name.endsWith(".ts") && !name.endsWith("named.test.ts"))
  .map((name) => withOps(readFileSync(`${root}${name}`, "utf8")));

/** A test with the layers, losses and optimizers it imports, which name the kernels they call. */
function withOps(text: string): string {
  const ops = [...text.matchAll(/from "(?:\.\.\/)+(src\/compute\/neural\/[\w/-]+\.ts)"/g)].map((match) => match[1]!);
  return [text, ...ops.map((op) => readFileSync(`${root}../${op}`, "utf8"))].join("\n");
}

/** Called by the host functions of src/compute/linear-algebra, whose tests run on all builds. */
const throughHosts = [
  "gemm",
  "packRight",
  "sweepPanel",
  "sweepUpdate",
  "choleskyPanel",
  "choleskyUpdate",
  "choleskySolveRows",
  "columnProducts",
  "scaleColumn",
  "fillUniform",
  "fillNormal",
];

test.each(Object.keys(kernelSignatures).filter((kernel) => !throughHosts.includes(kernel)))(
  "%s is run by a test of its own, on all builds",
  (kernel) => {
    expect(texts.some((text) => text.includes(`"${kernel}"`) && text.includes("describeVariants("))).toBe(true);
  },
);
