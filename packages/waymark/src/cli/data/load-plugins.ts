import { existsSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { counted } from "../../data/cleaning/report.ts";
import type { Source } from "../../data/source.ts";
import { registerSource } from "../../data/sources/registry.ts";
import { InvalidInputError, WaymarkError } from "../../errors.ts";
import type { MetricDefinition } from "../../evaluation/metrics/define-metric.ts";
import { registerMetric } from "../../evaluation/metrics/registry.ts";
import type { RegisteredModel } from "../../models/define-model.ts";
import { registerModel } from "../../models/registry.ts";
import { registerSplit } from "../../splits/parse.ts";
import type { Split } from "../../splits/split.ts";
import type { Context } from "../context.ts";

/** The modules after every `--plugin`. Read before the command line itself is, since its other options may name what they bring. */
export const pluginsIn = (args: readonly string[]): readonly string[] =>
  args.flatMap((arg, n) =>
    arg === "--plugin" ? (args[n + 1] ?? []) : arg.startsWith("--plugin=") ? arg.slice(9) : [],
  );

/** The same command line without them. */
export const withoutPlugins = (args: readonly string[]): readonly string[] =>
  args.filter((arg, n) => arg !== "--plugin" && !arg.startsWith("--plugin=") && args[n - 1] !== "--plugin");

/**
 * Loads modules and registers the models, metrics, splits and sources they export, one by one or in arrays. This runs their
 * code. Their `import … from "waymark"` is the program that runs, installed beside them or not.
 *
 * @returns what takes all of it out of the registries again
 * @throws {InvalidInputError} for a module that cannot be loaded, brings nothing, or brings a name that is taken
 */
export async function loadPlugins(paths: readonly string[], context: Context): Promise<() => void> {
  const undo: (() => void)[] = [];
  const takeOut = (): void => {
    for (const one of undo.splice(0).reverse()) one();
  };
  try {
    for (const path of paths) {
      const brought = register(await load(path), basename(path), undo);
      if (brought.length === 0)
        throw new InvalidInputError(
          "--plugin",
          { sentence: `${path} exports no model, metric, split or source.` },
          path,
          "Export what defineModel or defineMetric returned, a Split, or a Source.",
        );
      context.log(`${path}: ${brought.join(", ")}`);
    }
  } catch (error) {
    takeOut();
    throw error;
  }
  return takeOut;
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  answerForWaymark();
  try {
    return (await import(locate(path).href)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    if (cause instanceof WaymarkError) throw cause;
    const reason = cause instanceof Error ? cause.message.split("\n", 1)[0] : String(cause);
    throw new InvalidInputError(
      "--plugin",
      { sentence: `The plugin ${path} cannot be loaded: ${reason}.`.replace(/\.\.$/, ".") },
      path,
      "Name a JavaScript or TypeScript module, e.g. ./mine.ts.",
    );
  }
}

/** A file, or a package installed where the command runs. */
function locate(path: string): URL {
  const file = resolve(path);
  if (existsSync(file) || /^[./]|\.[cm]?[jt]s$/.test(path)) return pathToFileURL(file);
  return pathToFileURL(createRequire(join(process.cwd(), "plugin.js")).resolve(path));
}

let answers = false;

/** Makes `import "waymark"` in plugins mean this program: one registry, and nothing to install. */
function answerForWaymark(): void {
  if (answers) return;
  answers = true;
  const index = ["../../index.ts", "../index.mjs", "../../index.mjs", "./index.mjs"]
    .map((place) => new URL(place, import.meta.url))
    .find((url) => existsSync(url));
  if (index === undefined) return;
  registerHooks({
    resolve: (specifier, options, next) =>
      specifier === "waymark" ? { url: index.href, shortCircuit: true } : next(specifier, options),
  });
}

/** Registers what a module exports, noting how to take it out. @returns what there was, for people */
function register(
  exported: Readonly<Record<string, unknown>>,
  plugin: string,
  undo: (() => void)[],
): readonly string[] {
  const values = new Set(Object.values(exported).flatMap((value) => (Array.isArray(value) ? value : [value])));
  const brought: Record<string, string[]> = {};
  for (const value of values) {
    const kind = kinds.find(({ is }) => is(value));
    if (kind === undefined) continue;
    undo.push(kind.register(value, plugin));
    brought[kind.noun] = [...(brought[kind.noun] ?? []), kind.nameOf(value)];
  }
  return Object.entries(brought).map(([noun, names]) => `${counted(names.length, noun)} (${names.join(", ")})`);
}

/** Something a plugin may bring. */
interface Kind {
  readonly noun: string;
  is(value: unknown): boolean;
  register(value: unknown, plugin: string): () => void;
  nameOf(value: unknown): string;
}

const has = (value: unknown, ...names: readonly string[]): boolean =>
  (typeof value === "object" || typeof value === "function") && value !== null && names.every((name) => name in value);

const kinds: readonly Kind[] = [
  {
    noun: "model",
    is: (value) => typeof value === "function" && has(value, "key", "create", "restore", "params"),
    register: (value, plugin) => registerModel(value as RegisteredModel, { plugin }),
    nameOf: (value) => (value as RegisteredModel).key,
  },
  {
    noun: "metric",
    is: (value) => typeof value === "object" && has(value, "key", "label", "measure"),
    register: (value) => registerMetric(value as MetricDefinition),
    nameOf: (value) => (value as MetricDefinition).key,
  },
  {
    noun: "split",
    is: (value) => typeof value === "object" && has(value, "text", "apply"),
    register: (value) => registerSplit(value as Split),
    nameOf: (value) => (value as Split).text,
  },
  {
    noun: "source",
    is: (value) => typeof value === "object" && has(value, "key", "recognizes", "read"),
    register: (value) => registerSource(value as Source),
    nameOf: (value) => (value as Source).key,
  },
];
