import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { argumentsClass, kernelArguments } from "../../../../scripts/kernel-arguments.ts";
import { kernelSignatures } from "../../src/compute/core/signatures/all.ts";

/** Offset in bytes of each field, as AssemblyScript lays out an unmanaged class: in order, each aligned to its own size. */
function layout(source: string): Map<string, ReadonlyMap<string, number>> {
  const classes = new Map<string, Map<string, number>>();
  const ends = new Map<string, number>();
  for (const [, name, base, body] of source.matchAll(/class (\w+)(?: extends (\w+))? \{\n([^}]*)\}/g)) {
    const fields = new Map(base === undefined ? [] : classes.get(base)!);
    let end = base === undefined ? 0 : ends.get(base)!;
    for (const [, field, type] of body!.matchAll(/^ {2}(?:private )?(\w+): (\w+);$/gm)) {
      const size = type === "f64" ? 8 : 4;
      end = Math.ceil(end / size) * size;
      fields.set(field!, end);
      end += size;
    }
    classes.set(name!, fields);
    ends.set(name!, end);
  }
  return classes;
}

test.each(Object.entries(kernelSignatures))(
  "the arguments of %s stand where the host writes them",
  (kernel, { args }) => {
    const fields = layout(kernelArguments()).get(argumentsClass(kernel))!;
    expect(Object.keys(args).map((name) => fields.get(name))).toEqual(Object.keys(args).map((_, slot) => 8 * slot));
  },
);

test("a kernel that begins with shared arguments extends their class and repeats none of them", () => {
  const shared = { toy: { X: "f32[n]", rate: "f64" } };
  const kernels = {
    one: { args: { X: "f32[n]", rate: "f64", n: "i32" }, sample: { count: 1 } },
    two: { args: { X: "f64[n]", rate: "f64", n: "i32" }, sample: { count: 1 } }, // begins with another type
  };
  const source = kernelArguments(kernels, shared);
  expect(source).toContain("class OneArgs extends ToyArgs {\n  /** i32 */\n  n: i32;\n  private pad2: i32;\n}");
  expect(source).toContain(
    "class TwoArgs {\n  /** f64[n] */\n  X: usize;\n  private pad0: i32;\n  /** f64 */\n  rate: f64;",
  );
});

const folder = fileURLToPath(new URL("../../src/kernels", import.meta.url));
const sources = readdirSync(folder)
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(`${folder}/${name}`, "utf8"));

test.each(Object.keys(kernelSignatures))("%s reads the class of its own signature", (kernel) => {
  const declaration = `export function ${kernel}(args: ${argumentsClass(kernel)}, lo: i32, hi: i32, scratch: usize): void`;
  expect(sources.some((text) => text.includes(declaration))).toBe(true);
});
