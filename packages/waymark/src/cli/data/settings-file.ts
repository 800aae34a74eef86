import { readFile, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import type { Command, Option } from "commander";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { isTableName } from "../../data/sources/csv.ts";
import { InvalidInputError, SourceError, UnknownNameError, WaymarkError } from "../../errors.ts";

/** Groups of the options that a settings file may hold. */
export const readingGroup = "Reading the data:";
export const cleaningGroup = "Cleaning the data:";

/** Options that name a file; in a settings file relative to it. */
const fileOptions = ["courses", "learners"];

/**
 * Where the options of reading and cleaning a data set stand: `waymark.json` in a folder; for a file, `FILE.waymark.json`
 * beside it, or else, for a table, the `waymark.json` of its folder. `undefined` where there is none.
 */
export async function findSettingsFile(path: string): Promise<string | undefined> {
  const candidates = (await isFolder(path))
    ? [join(path, "waymark.json")]
    : [`${path}.waymark.json`, ...(isTableName(path) ? [join(dirname(path), "waymark.json")] : [])];
  for (const candidate of candidates) if (await isFile(candidate)) return candidate;
  return undefined;
}

/** Where `describe --save-options` writes them. */
export const settingsFileFor = async (path: string): Promise<string> =>
  (await isFolder(path)) ? join(path, "waymark.json") : `${path}.waymark.json`;

/**
 * Gives a command the options that stand beside its data, where the command line does not give them itself. A key is the name
 * of an option as in `--time-format`, written `timeFormat`; its value a text, a number, true, a list or, for options of the
 * form `what=name`, an object.
 *
 * @returns the file the options come from
 * @throws {SourceError | UnknownNameError | InvalidInputError} naming file, key and value
 */
export async function applySettingsFile(command: Command, path: string): Promise<string | undefined> {
  const file = await findSettingsFile(path);
  if (file === undefined) return undefined;
  const options = settingsOptions(command);
  if (options.size === 0) return undefined;
  for (const [key, value] of Object.entries(await readSettings(file))) {
    const option = options.get(key);
    if (option === undefined) throw new UnknownNameError(`option for ${basename(file)}`, key, options.keys());
    if (command.getOptionValueSource(key) === "cli") continue;
    command.setOptionValueWithSource(key, parsed(option, value, key, file), "config");
  }
  return file;
}

/** The options that a settings file may set, by key. */
export function settingsOptions(command: Command): ReadonlyMap<string, Option> {
  const isSetting = ({ helpGroupHeading: group }: Option) => group === readingGroup || group === cleaningGroup;
  return new Map(command.options.filter(isSetting).map((option) => [option.attributeName(), option]));
}

/** The options that were given, as a settings file holds them. */
export function givenSettings(command: Command): Readonly<Record<string, unknown>> {
  const given = [...settingsOptions(command).keys()].filter((key) =>
    ["cli", "config"].includes(command.getOptionValueSource(key) ?? ""),
  );
  return Object.fromEntries(given.map((key) => [key, command.getOptionValue(key) as unknown]));
}

/** Writes the options given beside the data. @returns the file @throws {StorageError} */
export async function saveSettings(command: Command, path: string): Promise<string> {
  const file = await settingsFileFor(path);
  const relativeTo = dirname(file);
  const settings = Object.entries(givenSettings(command)).map(([key, value]) =>
    fileOptions.includes(key) ? [key, relative(relativeTo, String(value))] : [key, value],
  );
  await writeAtomically(file, `${JSON.stringify(Object.fromEntries(settings), undefined, 2)}\n`);
  return file;
}

async function readSettings(file: string): Promise<Record<string, unknown>> {
  const remedy = 'Write one object of options, such as { "user": "Student", "timeFormat": "dd/MM/yyyy" }.';
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (cause) {
    throw new SourceError(file, `cannot be read: ${(cause as Error).message}.`, remedy, { cause });
  }
  throw new SourceError(file, "holds no JSON object.", remedy);
}

function parsed(option: Option, value: unknown, key: string, file: string): unknown {
  const field = `${key} in ${basename(file)}`;
  if (option.isBoolean()) {
    if (typeof value === "boolean") return value || undefined;
    throw new InvalidInputError(field, "true or false", value);
  }
  const texts = textsOf(value);
  if (texts === undefined) throw new InvalidInputError(field, describeKinds(option), value);
  const { argChoices } = option;
  const wrong = texts.find((text) => argChoices && !argChoices.includes(text));
  if (wrong !== undefined) throw new InvalidInputError(field, `one of ${argChoices!.join(", ")}`, wrong);
  const inPlace = fileOptions.includes(key) ? texts.map((text) => resolveFrom(file, text)) : texts;
  const { parseArg } = option;
  if (!parseArg || argChoices) return inPlace.join(",");
  try {
    const parts = typeof value === "object" && !Array.isArray(value) ? inPlace : [inPlace.join(",")];
    return parts.reduce<unknown>(
      (earlier, text) => (parseArg as (text: string, earlier: unknown) => unknown)(text, earlier),
      undefined,
    );
  } catch (cause) {
    if (!(cause instanceof WaymarkError)) throw cause;
    throw new InvalidInputError(field, { sentence: `${field}: ${cause.problem}` }, value, cause.remedy);
  }
}

/** A value as the command line would give it: an object is pairs `what=name`, a scale an object or a list of two. */
function textsOf(value: unknown): string[] | undefined {
  if (typeof value === "string" || typeof value === "number") return [String(value)];
  if (Array.isArray(value))
    return value.every((part) => typeof part === "string" || typeof part === "number") ? value.map(String) : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  const { min, max, ...rest } = value as Record<string, unknown>;
  if (typeof min === "number" && typeof max === "number" && Object.keys(rest).length === 0) return [`${min},${max}`];
  const pairs = Object.entries(value);
  return pairs.every(([, name]) => typeof name === "string")
    ? pairs.map(([what, name]) => `${what}=${name}`)
    : undefined;
}

const describeKinds = ({ attributeName, flags }: Option): string =>
  flags.includes("=") ? "an object of names" : `a value of ${flags.split(" ")[0] ?? attributeName}`;

const resolveFrom = (file: string, path: string): string => (isAbsolute(path) ? path : join(dirname(file), path));

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;
const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() === true;
