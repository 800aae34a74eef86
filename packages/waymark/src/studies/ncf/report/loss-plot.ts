import type { Canvas } from "../../../report/charts/plot-canvas.ts";
import type { Markup } from "../../../report/page/html.ts";
import type { StudyModelResult } from "../result.ts";

interface Point {
  readonly epoch: number;
  readonly loss: number;
  readonly kind: "training" | "validation";
}

/** Losses of which one begins so many times as high as the other are drawn as shares of their first epochs. */
const unlike = 2;

/** Training and validation loss, epoch by epoch, of the model that was measured. */
export function lossPlot(canvas: Canvas, { model, losses }: StudyModelResult): Markup {
  const firsts = [
    losses.find(({ train }) => train !== undefined)?.train,
    losses.find(({ valid }) => valid !== undefined)?.valid,
  ];
  const [train = 1, valid = train] = firsts;
  const inShares = Math.max(train / valid, valid / train) > unlike;
  const [trainUnit, validUnit] = inShares ? [train, valid] : [1, 1];
  const points: readonly Point[] = losses.flatMap(({ epoch, train, valid }) => [
    ...(train === undefined ? [] : [{ epoch, loss: train / trainUnit, kind: "training" as const }]),
    ...(valid === undefined ? [] : [{ epoch, loss: valid / validUnit, kind: "validation" as const }]),
  ]);
  const ofKind = (kind: Point["kind"]) => points.filter((point) => point.kind === kind);
  const [training, validation] = [ofKind("training"), ofKind("validation")];
  const best = validation.reduce<Point | undefined>((a, b) => (a && a.loss <= b.loss ? a : b), undefined);
  const epochs = losses.at(-1)?.epoch ?? 1;
  const text = {
    title: `Loss of ${model}`,
    caption: [
      "Solid: on the rows learned from. Dashed: on rows the training held out of them.",
      best && `Star: the lowest validation loss, epoch ${best.epoch}; its weights are kept.`,
      inShares && "Each as a share of its first epoch: the two are of rows of unlike length.",
      "The axis does not start at zero.",
    ]
      .filter(Boolean)
      .join(" "),
    description: losses
      .map(({ epoch, train, valid }) => `epoch ${epoch}: training ${digits(train)}, validation ${digits(valid)}`)
      .join("; "),
  };
  return canvas(text, (plot, { narrow }) => {
    const at = { x: "epoch", y: "loss" };
    const ticks = narrow ? 4 : 6;
    // names stand at the ends of the lines, the upper one a little higher, the lower one a little lower
    const ends = [training.at(-1), validation.at(-1)]
      .filter((point) => point !== undefined)
      .sort((a, b) => b.loss - a.loss);
    return {
      marginLeft: 52,
      marginRight: 74,
      marginTop: 12,
      marginBottom: 40,
      height: narrow ? 240 : 280,
      x: {
        domain: [1, Math.max(2, epochs)],
        label: "epoch",
        labelAnchor: "center",
        labelArrow: "none",
        labelOffset: 36,
        ticks: Math.min(ticks, Math.max(1, epochs - 1)),
        tickSize: 0,
        tickFormat: (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : ""),
      },
      y: { label: null, ticks, tickSize: 0, nice: true },
      marks: [
        plot.gridY({ stroke: "var(--line)", strokeOpacity: 1, ticks }),
        plot.line(training, { ...at, stroke: "var(--model)", strokeWidth: 2 }),
        plot.line(validation, { ...at, stroke: "var(--best)", strokeWidth: 2, strokeDasharray: "5 4" }),
        plot.dot(best ? [best] : [], { ...at, symbol: "star", r: 6, fill: "var(--best)", stroke: "var(--page)" }),
        ...ends.map((end, n) =>
          plot.text([end], { ...at, text: "kind", textAnchor: "start", dx: 8, dy: n === 0 ? -6 : 6 }),
        ),
      ],
    };
  });
}

const digits = (loss: number | undefined): string => (loss === undefined ? "none" : loss.toPrecision(4));
