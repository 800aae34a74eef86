import type { Command } from "commander";
import { distance } from "fastest-levenshtein";

/** What other programs call our options, and what they would take here. Offered only where the command has the option. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  "--metric": ["--metrics", "--k"],
  "--measure": ["--metrics", "--metric"],
  "--models": ["--model"],
  "--model": ["--models"],
  "--algorithm": ["--model", "--models"],
  "--algo": ["--model", "--models"],
  "--topk": ["--k", "--limit"],
  "--top-k": ["--k", "--limit"],
  "--cutoff": ["--k"],
  "--top": ["--limit", "--k"],
  "--num": ["--limit"],
  "--count": ["--limit"],
  "--folds": ["--split folds:5"],
  "--cv": ["--split folds:5"],
  "--test-size": ["--split random:0.2"],
  "--test-ratio": ["--split random:0.2"],
  "--holdout": ["--split random:0.2"],
  "--output": ["--out", "--report"],
  "--output-file": ["--out", "--report"],
  "--html": ["--report"],
  "--latex": ["--table results.tex"],
  "--csv": ["--table results.csv", "--out lists.csv"],
  "--sep": ["--delimiter"],
  "--separator": ["--delimiter"],
  "--user-id": ["--user", "--learner"],
  "--user-col": ["--user"],
  "--item-col": ["--item"],
  "--rating-col": ["--rating"],
  "--timestamp": ["--time"],
  "--timestamp-col": ["--time"],
  "--student": ["--learner"],
  "--courses": ["--history"],
  "--items": ["--history"],
  "--explain": ["--why"],
  "--reasons": ["--why"],
  "--ignore": ["--exclude"],
  "--filter": ["--exclude"],
  "--random-state": ["--seed"],
  "--random-seed": ["--seed"],
  "--jobs": ["--threads"],
  "--n-jobs": ["--threads"],
  "--workers": ["--threads"],
  "--min-rating": ["--threshold"],
  "--binarize": ["--implicit"],
  "--epochs": ["--set MODEL.epochs=20"],
  "--factors": ["--set MODEL.factors=20"],
  "--params": ["--set MODEL.PARAMETER=VALUE"],
  "--validation-split": ["--validation"],
  "--bootstrap": ["--resamples"],
};

/** "(Did you mean --metrics?)" after an unknown option, where something like it exists; else the text as it is. */
export function withOptionHint(text: string, command: Command): string {
  const unknown = /unknown option '(--[^'=]+)/.exec(text)?.[1];
  if (unknown === undefined) return text;
  const own = command.options.flatMap(({ long, hidden }) => (long && !hidden ? [long] : []));
  const known = otherNames[unknown]?.find((wanted) => own.includes(wanted.split(" ")[0]!));
  const hint = known ?? nearest(unknown, own);
  return hint === undefined ? text : `${text.trimEnd()}\n(Did you mean ${hint}?)\n`;
}

/** One slip of the pen in four letters, two in eight and more. */
function nearest(unknown: string, own: readonly string[]): string | undefined {
  const length = unknown.length - 2;
  const allowed = length >= 8 ? 2 : length >= 4 ? 1 : 0;
  const [best] = own
    .map((name) => ({ name, slips: distance(name, unknown) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((a, b) => a.slips - b.slips);
  return best?.name;
}
