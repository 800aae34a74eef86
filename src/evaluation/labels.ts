import type { ModelResult } from "./result.ts";

/** A name for each model of a table: its key, with the parameters that set it apart where the key stands there twice. */
export function labelsOf(models: readonly Pick<ModelResult, "model" | "params">[]): readonly string[] {
  return models.map(({ model, params }, n) => {
    const namesakes = models.filter((other) => other.model === model);
    if (namesakes.length === 1) return model;
    const telling = Object.keys(params).filter((name) =>
      namesakes.some((other) => other.params[name] !== params[name]),
    );
    if (telling.length > 0) return `${model} ${telling.map((name) => `${name}=${params[name]}`).join(" ")}`;
    return `${model} #${models.slice(0, n + 1).filter((other) => other.model === model).length}`;
  });
}
