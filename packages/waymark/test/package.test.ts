import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "waymark-package-"));
const npm = (args: readonly string[], cwd: string) =>
  execFileSync("npm", [...args, "--loglevel=error", "--no-audit", "--no-fund"], { cwd, encoding: "utf8" });

/** Bytes of all files under a folder. */
const sizeOf = (path: string): number =>
  readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => lstatSync(join(path, name)))
    .reduce((bytes, entry) => bytes + (entry.isFile() ? entry.size : 0), 0);

/** The first Node on PATH that is older than what Waymark needs. */
const oldNode = (process.env.PATH ?? "")
  .split(delimiter)
  .map((part) => join(part, "node"))
  .filter((path) => existsSync(path))
  .map((path) => ({ path, version: spawnSync(path, ["--version"], { encoding: "utf8" }).stdout.trim().slice(1) }))
  .find(({ version }) => {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return major >= 20 && (major < 22 || (major === 22 && minor < 19));
  });

describe("the package, installed into an empty folder", () => {
  beforeAll(() => {
    npm(["pack", "--workspace", "waymark", "--pack-destination", folder], root);
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "school", private: true, type: "module" }));
    npm(["install", "--prefer-offline", `./${tarball}`], folder);
  }, 300_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("npx waymark does the main job", () => {
    writeFileSync(join(folder, "r.csv"), "learner,course\nada,a\nada,b\nbea,a\nbea,b\nbea,c\n");
    const output = execFileSync("npx", ["waymark", "recommend", "r.csv", "--learner", "ada", "--json"], {
      cwd: folder,
      env: { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` }, // may start with an older one
      encoding: "utf8",
    });
    expect(JSON.parse(output).recommendations[0].id).toBe("c");
  });

  test("the library can be imported, with types", () => {
    writeFileSync(
      join(folder, "use.ts"),
      'import { Dataset, itemKnn, recommend } from "waymark";\n' +
        'const data = Dataset.fromRows([{ user: "u", item: "a" }, { user: "u", item: "b" }, { user: "v", item: "a" }]);\n' +
        "const model = await itemKnn({ neighbours: 5 }).fit(data);\n" +
        "const first: number | undefined = recommend(model, { history: Uint32Array.of(0) }, 3)[0]?.item;\n" +
        "// @ts-expect-error a parameter that does not exist\n" +
        "itemKnn({ neighbors: 5 });\n" +
        "console.log(first);\n",
    );
    const compiler = [
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--strict",
      "--noEmit",
      "--lib",
      "es2024,dom",
      "use.ts",
    ];
    const stdout = execFileSync(join(root, "node_modules/.bin/tsc"), compiler, { cwd: folder, encoding: "utf8" });
    expect(stdout).toBe("");
    const program = 'import { Dataset, itemKnn } from "waymark"; console.log(typeof Dataset.fromRows, itemKnn.key)';
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(output).toBe("function item-knn\n");
  });

  test("its types need TypeScript 5.6 and no newer: typed arrays are not generic there", () => {
    const dist = join(folder, "node_modules/waymark/dist");
    const generic = readdirSync(dist, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".d.ts"))
      .filter((name) => /\b\w+\d+(?:Clamped)?Array</.test(readFileSync(join(dist, name), "utf8")));
    expect(generic).toEqual([]);
  });

  test("is light: at most 3 MB packed and 40 MB installed, with everything it depends on", () => {
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
    expect(statSync(join(folder, tarball)).size).toBeLessThan(3e6);
    expect(sizeOf(join(folder, "node_modules"))).toBeLessThan(40e6);
  });

  describe.skipIf(oldNode === undefined)(`on Node ${oldNode?.version ?? "older than 22.19 (none on PATH)"}`, () => {
    const sentence = `Waymark needs Node 22.19 or newer; this is ${oldNode?.version}. Install a newer Node from https://nodejs.org.`;
    const runOld = (args: readonly string[]) => spawnSync(oldNode!.path, args, { cwd: folder, encoding: "utf8" });

    test("an import says in one sentence what is needed", () => {
      const { status, stderr } = runOld(["--input-type=module", "-e", 'import "waymark"']);
      expect(stderr).toContain(sentence);
      expect(stderr).not.toMatch(/SyntaxError|^ {4}at /m);
      expect(status).toBe(1);
      const caught = 'await import("waymark").catch((error) => console.log(error.code, error.message))';
      expect(runOld(["--input-type=module", "-e", caught]).stdout).toBe(`unsupported_runtime ${sentence}\n`);
    });

    test("the command line says the same", () => {
      const { status, stderr } = runOld(["node_modules/waymark/bin/waymark.mjs", "models"]);
      expect(stderr).toBe(`${sentence}\n`);
      expect(status).toBe(1);
    });
  });

  test("holds what a user needs and nothing else", () => {
    const files = readdirSync(join(folder, "node_modules/waymark"));
    expect(files.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "docs", "package.json"]);
    expect(readFileSync(join(folder, "node_modules/waymark/bin/waymark.mjs"), "utf8")).toMatch(
      /^#!\/usr\/bin\/env node/,
    );
  });
});
