/** What a mark in a plot stands for. Kinds differ in shape and filling, not by colour alone. */
export type MarkKind = "best" | "model" | "baseline";

export interface OfKind {
  readonly kind: MarkKind;
}

export const dotStyles = {
  best: { symbol: "star", r: 5, fill: "var(--best)", stroke: "var(--best)", strokeWidth: 1.5 },
  model: { symbol: "circle", r: 4, fill: "var(--model)", stroke: "var(--model)", strokeWidth: 1.5 },
  baseline: { symbol: "circle", r: 4, fill: "var(--page)", stroke: "var(--muted)", strokeWidth: 1.75 },
} as const;

export const barStyles = {
  best: { fill: "var(--best)", stroke: "var(--best)" },
  model: { fill: "var(--model)", stroke: "var(--model)" },
  baseline: { fill: "var(--page)", stroke: "var(--muted)" },
} as const;

/** One mark for each kind there is, the best last so that it lies on top. */
export function byKind<D extends OfKind, M>(
  data: readonly D[],
  draw: (some: readonly D[], kind: MarkKind) => M,
): readonly M[] {
  const kinds: readonly MarkKind[] = ["baseline", "model", "best"];
  return kinds.flatMap((kind) => {
    const some = data.filter((d) => d.kind === kind);
    return some.length > 0 ? [draw(some, kind)] : [];
  });
}
