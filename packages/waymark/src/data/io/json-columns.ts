/** The value at a column's name: its own key, or keys with dots between them: `actor.account.name`. */
export function valueAt(object: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    const key = name.slice(0, dot);
    if (!Object.hasOwn(object, key) || !isObject(object[key])) continue;
    const found = valueAt(object[key], name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** An object in braces; no list. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Objects inside objects are followed to this depth. */
const deepest = 8;

/** Names of all columns, in order of appearance; an object gives the columns inside it. */
export function columnsOf(objects: readonly Record<string, unknown>[]): string[] {
  const names = new Set<string>();
  const follow = (object: Record<string, unknown>, prefix: string, depth: number): void => {
    for (const [key, value] of Object.entries(object))
      if (isObject(value) && depth < deepest) follow(value, `${prefix}${key}.`, depth + 1);
      else names.add(prefix + key);
  };
  for (const object of objects) follow(object, "", 1);
  return [...names];
}

/** A JSON value as a table would show it; absent, null and objects are blank. */
export const jsonText = (value: unknown): string =>
  value === null || value === undefined || isObject(value)
    ? ""
    : typeof value === "string"
      ? value
      : JSON.stringify(value);
