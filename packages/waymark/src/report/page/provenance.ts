import type { Evaluation } from "../../evaluation/result.ts";
import { formatConfidence, formatCount } from "./format.ts";
import { type Content, html, type Markup } from "./html.ts";

/** Everything that has to be equal for two figures to be comparable. */
export function protocolFacts({ protocol }: Evaluation): Markup {
  const {
    split,
    folds,
    seed,
    candidates,
    k,
    relevantFrom,
    testRows,
    testUsers,
    usersLeftOut,
    bootstrap,
    notes = [],
  } = protocol;
  const lists = k.length > 0;
  return facts([
    ["Split", `${split}, ${folds === 1 ? "one part held out" : `${formatCount(folds)} folds`}, seed ${seed}`],
    [
      "Ranked for each learner",
      lists &&
        (candidates === "all-unseen"
          ? "every course the learner has not taken yet"
          : `the held-out courses among the ${candidates === "drawn-negatives" ? "drawn" : "published"} negatives`),
    ],
    ["Length of the lists", lists && k.join(", ")],
    [
      "Counts as relevant",
      lists && (relevantFrom === undefined ? "every held-out row" : `held-out rows rated ${relevantFrom} or more`),
    ],
    ["Held-out rows", formatCount(testRows)],
    ["Learners tested", formatCount(testUsers)],
    [
      "Learners left out of ranking",
      lists && usersLeftOut > 0 && `${formatCount(usersLeftOut)} (nothing of theirs was relevant)`,
    ],
    [
      "Intervals",
      bootstrap.resamples === 0
        ? "none were worked out"
        : `${formatConfidence(bootstrap.confidence)}, percentile bootstrap over learners, ${formatCount(bootstrap.resamples)} resamples`,
    ],
    ...notes.map((note) => ["Note", note] as const),
  ]);
}

/** Versions, machine and date, the data's fingerprint, and the command to run. */
export function provenance({ dataset, environment }: Evaluation, command: string | undefined): Markup {
  return html`${
    command !== undefined &&
    html`<p>With the same data, version and seed this command gives the same results (times differ):</p>
<pre><code>${command}</code></pre>
`
  }${facts([
    ["Waymark", environment.waymark],
    ["Node.js", environment.node],
    ["Platform", environment.platform],
    ["Threads", environment.threads],
    ["Made", environment.createdAt],
    ["Data fingerprint", html`<code>${dataset.fingerprint}</code>`],
  ])}`;
}

export function facts(pairs: readonly (readonly [name: string, value: Content])[]): Markup {
  return html`<dl class="pairs">
${pairs.map(([name, value]) => value !== false && value !== undefined && html`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>`;
}
