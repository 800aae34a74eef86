import type { ModelResult } from "./result.ts";

/**
 * A name for each model of a table, no two alike: its key, with the parameters that set it apart where the key stands
 * there twice, and a number where they do not.
 */
export function labelsOf(models: readonly Pick<ModelResult, "model" | "params">[]): readonly string[] {
  const labels = models.map(({ model, params }) => {
    const namesakes = models.filter((other) => other.model === model);
    if (namesakes.length === 1) return model;
    const telling = Object.keys(params).filter((name) =>
      namesakes.some((other) => other.params[name] !== params[name]),
    );
    return [model, ...telling.map((name) => `${name}=${params[name]}`)].join(" ");
  });
  return labels.map((label, n) => {
    if (labels.filter((other) => other === label).length === 1) return label;
    return `${label} #${labels.slice(0, n + 1).filter((other) => other === label).length}`;
  });
}
