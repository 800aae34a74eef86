import type { CleaningReport } from "../../data/clean.ts";
import type { Description, FeatureFacts, Spread } from "../../data/describe.ts";
import type { RejectedRows } from "../../data/source.ts";
import { formatCount, formatShare } from "../../report/page/format.ts";
import { plainText } from "../../report/page/html.ts";
import type { Context } from "../context.ts";
import { textTable } from "./table.ts";

export interface Described {
  readonly name: string;
  readonly format: string;
  readonly rejected: RejectedRows;
  readonly cleaning: CleaningReport;
  readonly description: Description;
}

/** What `waymark describe` prints: what is there, how it is spread, what was left out and why. */
export function printDescription({ name, format, rejected, cleaning, description }: Described, context: Context): void {
  const heading = (text: string) => context.out(`\n${context.style("bold", text)}`);
  context.out(context.style("bold", `${name} (${format})`));
  context.out(textTable(["", ""], overview(description)));

  if (description.ratings) {
    heading("Ratings");
    context.out(histogram(description.ratings.histogram));
    context.out(`mean ${description.ratings.mean.toFixed(3)}, deviation ${description.ratings.deviation.toFixed(3)}`);
  }

  for (const [title, features = []] of [
    ["Course features", description.itemFeatures],
    ["Learner features", description.userFeatures],
  ] as const) {
    if (features.length === 0) continue;
    heading(title);
    context.out(textTable(["", "known", ""], features.map(featureRow), [false, true]));
  }

  heading("Spread");
  const spreads = [
    spreadRow("courses per learner", description.rowsPerUser),
    spreadRow("learners per course", description.rowsPerItem),
  ];
  context.out(textTable(["", "min", "median", "mean", "max"], spreads, [false, true, true, true, true]));
  const { top1, top10, top20, gini } = description.popularity;
  context.out(
    `The most taken 1 % of courses hold ${formatShare(top1)} of the rows, 10 % hold ${formatShare(top10)}, 20 % hold ${formatShare(top20)}; Gini ${gini.toFixed(3)}.`,
  );

  heading("What is left when everybody has at least k (the k-core)");
  const cores = description.cores.map(({ k, users, items, interactions }) =>
    [k, users, items, interactions].map(formatCount),
  );
  context.out(textTable(["k", "learners", "courses", "rows"], cores, [true, true, true, true]));

  heading("Left out");
  const steps = cleaning.steps.filter(({ rows }) => rows > 0).map(({ text }) => text);
  context.out(steps.length > 0 ? steps.map((step) => `- ${step}`).join("\n") : "Nothing: every row was used.");
  for (const { file, line, reason, text } of rejected.examples)
    context.out(`  ${file}:${line}: ${reason}: ${plainText(text)}`);
  if (cleaning.notes.length > 0) {
    heading("Notes");
    context.out(cleaning.notes.map((note) => `- ${note}`).join("\n"));
  }
}

function overview({
  users,
  items,
  interactions,
  density,
  coldUsers,
  coldItems,
  feedback,
  scale,
  times,
}: Description): string[][] {
  const without = (cold: number) => (cold > 0 ? ` (${formatCount(cold)} without any row)` : "");
  return [
    ["learners", formatCount(users) + without(coldUsers)],
    ["courses", formatCount(items) + without(coldItems)],
    [
      feedback === "explicit" ? "ratings" : "enrolments",
      `${formatCount(interactions)}, ${formatShare(density)} of all pairs`,
    ],
    ...(scale ? [["scale", `${scale.min} to ${scale.max}`]] : []),
    ...(times
      ? [
          [
            "time",
            `${times.from ?? "?"} to ${times.to ?? "?"}${times.rowsWithoutTime > 0 ? `, ${formatCount(times.rowsWithoutTime)} rows without` : ""}`,
          ],
        ]
      : []),
  ];
}

/** Name, entries that have it, and what the values are. */
function featureRow(feature: FeatureFacts): string[] {
  const { name, known, kind } = feature;
  const number = (value: number): string => String(Number(value.toPrecision(4)));
  switch (kind) {
    case "text":
      return [name, formatCount(known), ""];
    case "topics":
      return [name, formatCount(known), `${formatCount(feature.topics)} different`];
    case "prerequisites":
      return [name, formatCount(known), `${formatCount(feature.links)} in all`];
    case "numeric":
      return [
        name,
        formatCount(known),
        `${number(feature.min)} to ${number(feature.max)}, mean ${number(feature.mean)}`,
      ];
    case "categorical":
      return [name, formatCount(known), categoryList(feature.categories)];
  }
}

/** The first few names, and how many more there are. */
function categoryList(categories: readonly string[]): string {
  const shown = categories.slice(0, 4).map(plainText).join(", ");
  return categories.length > 4 ? `${shown} and ${formatCount(categories.length - 4)} more` : shown;
}

const spreadRow = (name: string, { min, median, mean, max }: Spread): string[] => [
  name,
  formatCount(min),
  String(median),
  mean.toFixed(1),
  formatCount(max),
];

function histogram(bars: NonNullable<Description["ratings"]>["histogram"]): string {
  const longest = bars.reduce((largest, { rows }) => Math.max(largest, rows), 1);
  const lines = bars.map(({ from, to, rows: count }) => [
    from === to ? String(from) : `${Number(from.toPrecision(4))} to ${Number(to.toPrecision(4))}`,
    "█".repeat(Math.round((40 * count) / longest)),
    formatCount(count),
  ]);
  return textTable(["", "", ""], lines, [true, false, true]);
}
