import { InvalidInputError } from "../../errors.ts";
import type { RegisteredModel } from "../../models/define-model.ts";
import { type ParamSpec, paramName, parseParam } from "../../models/params.ts";
import type { Wanted } from "../../tuning/search-space.ts";

/**
 * What followed each `--set-space`: `svd.factors=20,50,100` (these values), `svd.learningRate=0.001..0.1` (a range) or
 * `svd.factors` (what the model declares).
 *
 * @throws {InvalidInputError} @throws {UnknownNameError}
 */
export function parseSpace(
  { key, params }: Pick<RegisteredModel, "key" | "params">,
  texts: readonly string[],
): Readonly<Record<string, Wanted>> {
  const wanted: Record<string, Wanted> = {};
  for (const text of texts) {
    const [, model, given, values] = /^([^.=]+)\.([^.=]+)(?:=(.*))?$/s.exec(text) ?? [];
    if (model === undefined || given === undefined)
      throw new InvalidInputError(
        "--set-space",
        "written model.parameter=a,b,c or model.parameter=low..high",
        text,
        `For example ${key}.${Object.keys(params)[0] ?? "factors"}=…`,
      );
    if (model !== key) throw new InvalidInputError("--set-space", `a parameter of the model searched, ${key}`, text);
    const name = paramName(key, params, given);
    if (Object.hasOwn(wanted, name))
      throw new InvalidInputError(
        "--set-space",
        { sentence: `--set-space was given twice for ${key}.${name}.` },
        text,
        "Put all its values into one.",
      );
    wanted[name] = values === undefined ? "declared" : parseWanted(key, name, params[name]!, values);
  }
  return wanted;
}

function parseWanted(key: string, name: string, spec: ParamSpec, text: string): Wanted {
  const [from, to, ...rest] = text.split("..");
  if (to === undefined || rest.length > 0 || (spec.kind !== "number" && spec.kind !== "integer"))
    return text.split(",").map((value) => parseParam(key, name, spec, value.trim()));
  const ends = [from!, to].map((end) => Number(parseParam(key, name, spec, end)));
  return { from: ends[0]!, to: ends[1]! };
}
