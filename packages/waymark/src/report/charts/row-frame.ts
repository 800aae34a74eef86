import { textThatFits, textWidth } from "../page/text-width.ts";
import { fontSize, type PlotRoom } from "./plot-canvas.ts";

const rowHeight = 26;

/** The measures of a plot with one line a model: names on the left, figures on the right. */
export interface RowFrame {
  /** Names as they are drawn, by full name. */
  readonly names: ReadonlyMap<string, string>;
  readonly marginLeft: number;
  readonly marginRight: number;
  readonly marginTop: number;
  readonly marginBottom: number;
  readonly height: number;
}

/** Names take at most a third of the room, and are shortened where they need more. */
export function rowFrame(labels: readonly string[], figures: readonly string[], { width }: PlotRoom): RowFrame {
  const names = new Map(labels.map((label) => [label, textThatFits(label, fontSize, width / 3)]));
  const widest = (texts: Iterable<string>) => Math.max(0, ...Array.from(texts, (text) => textWidth(text, fontSize)));
  return {
    names,
    marginLeft: Math.ceil(widest(names.values())) + 12,
    marginRight: Math.ceil(widest(figures)) + 12,
    marginTop: 6,
    marginBottom: 28,
    height: labels.length * rowHeight + 34,
  };
}
