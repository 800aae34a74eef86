import type { Estimate, OffPolicyEvaluation } from "../../evaluation/off-policy/result.ts";
import { formatCount, formatShare } from "../../report/page/format.ts";
import type { Context } from "../context.ts";
import { textTable } from "./table.ts";

/** The estimates, highest first, with what learners chose, how many decisions they are worth, and what to know of them. */
export function printOffPolicy(
  evaluated: readonly (OffPolicyEvaluation & { readonly model: string })[],
  split: string,
  context: Context,
): void {
  const [first] = evaluated;
  if (first === undefined) return;
  const header = ["model", "doubly robust", "95 % interval", "SNIPS", "gain", "eff. sample", "clipped"];
  const rows = [...evaluated]
    .sort((a, b) => b.doublyRobust.value - a.doublyRobust.value)
    .map(({ model, doublyRobust, snips, gain, effectiveSampleSize, clippedShare }) => [
      model,
      doublyRobust.value.toFixed(4),
      intervalOf(doublyRobust),
      snips.value.toFixed(4),
      `${gain.value.toFixed(4)} ${intervalOf(gain)}`,
      formatCount(Math.round(effectiveSampleSize)),
      formatShare(clippedShare),
    ]);
  context.out(
    textTable(
      header,
      rows,
      header.map((_, column) => column > 0),
    ),
  );
  const { logged, decisions, learners, unsupported, leftOut, protocol } = first;
  context.out(
    `\nWhat learners chose: ${logged.value.toFixed(4)} ${intervalOf(logged)}, ${formatCount(decisions)} decisions of ${formatCount(learners)} learners`,
  );
  context.out(`Protocol: ${split}; ${protocol}`);
  if (unsupported > 0)
    context.log(`${formatCount(unsupported)} test rows of items the training part does not support are not evaluated.`);
  if (leftOut > 0) context.log(`${formatCount(leftOut)} further test rows were not looked at (--decisions).`);
  const warnings = evaluated.flatMap(({ model, warnings }) => warnings.map((warning) => ({ model, warning })));
  for (const [warning, models] of Map.groupBy(warnings, (entry) => entry.warning))
    context.log(`Note on ${models.map(({ model }) => model).join(", ")}: ${warning}`);
}

const intervalOf = ({ interval }: Estimate): string =>
  interval ? `[${interval.map((end) => end.toFixed(4)).join(", ")}]` : "";
