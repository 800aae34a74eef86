import type { Command } from "commander";
import { counted } from "../../data/cleaning/report.ts";
import type { TablePiece } from "../../data/io/table.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { canExplain, type Explainer, type Progress } from "../../models/model.ts";
import { explainingModels } from "../../models/registry.ts";
import { queriesOf, type RankedBlock, recommendBatch, type UserQueries } from "../../models/scoring/recommend-batch.ts";
import { listed } from "../../remedy.ts";
import type { Context } from "../context.ts";
import { excludedCourses } from "../data/excluded-courses.ts";
import { chooseListsFormat, listColumns, reasonCount } from "../data/lists-file.ts";
import { type OpenedModel, openModel } from "../data/open-model.ts";
import type { ModelFlags } from "../data/train-model.ts";
import { withProgress } from "../terminal/progress.ts";
import { courseLine } from "../terminal/recommendations.ts";

interface Flags extends ModelFlags {
  readonly limit: number;
  readonly why?: boolean;
  readonly exclude?: readonly string[];
}

/** What `recommend --all` did, exactly as `--json` prints it. */
export interface WrittenLists {
  readonly model: string;
  readonly file: string;
  /** One for each learner of the data set. */
  readonly lists: number;
  /** Lists without any course, so without a row in the file. */
  readonly emptyLists: number;
  /** Of these, lists of learners who have taken every course. */
  readonly everythingTaken: number;
  /** Whether the file has columns of reasons. */
  readonly explained: boolean;
  readonly rows: number;
  /** Of making and writing the lists; reading and training are not counted. */
  readonly seconds: number;
  readonly listsPerSecond: number;
}

/** A list for every learner, written to a file block by block, so that neither learners nor limit need memory. */
export async function recommendToAll(
  path: string,
  out: string,
  flags: Flags,
  context: Context,
  command: Command,
): Promise<void> {
  const { signal } = context;
  const { limit, threads } = flags;
  const encode = await chooseListsFormat(out, path);
  using opened = await openModel(path, flags, context, command);
  const { key, model, data } = opened;
  const learners = queriesOf(data);
  const tally: Tally = { rows: 0, emptyLists: 0, everythingTaken: 0 };
  const masked = excludedCourses(data, flags.exclude, context);
  const explainer = flags.why && canExplain(model) ? model : undefined;
  const started = performance.now();
  await withProgress(context, "recommending", async (onProgress) => {
    const options = { threads, masked, signal, onProgress: withPace(started, onProgress) };
    const blocks = recommendBatch(model, learners, limit, options);
    const columns = listColumns(hasTitles(opened), explainer !== undefined);
    await writeAtomically(out, encode(columns, piecesOf(blocks, learners, opened, explainer, tally)), { signal });
  });
  const seconds = (performance.now() - started) / 1000;
  const written: WrittenLists = {
    model: key,
    file: out,
    lists: learners.size,
    ...tally,
    explained: explainer !== undefined,
    seconds,
    listsPerSecond: learners.size / seconds,
  };
  if (context.json) return context.out(JSON.stringify(written));
  context.out(`${counted(learners.size, "list")} of up to ${counted(limit, "course")} written to ${out}`);
  context.log(`  ${counted(tally.rows, "row")} in ${seconds.toFixed(2)} s`);
  const { emptyLists, everythingTaken } = tally;
  if (everythingTaken > 0)
    context.log(
      `  without a row: ${counted(everythingTaken, "learner")} with every course taken: nothing is left to recommend`,
    );
  if (emptyLists > everythingTaken)
    context.log(
      `  without a row: ${counted(emptyLists - everythingTaken, "learner")}, for whom ${key} has nothing that they have not taken`,
    );
  if (flags.why && explainer === undefined)
    context.log(`  without reasons: ${key} cannot name any; ${listed(explainingModels(), "and")} can`);
}

/** What the lists add up to. */
interface Tally {
  rows: number;
  emptyLists: number;
  everythingTaken: number;
}

/** The rows of each block, in the order of `listColumns`; what they add up to goes into `tally`. */
async function* piecesOf(
  blocks: AsyncIterable<RankedBlock>,
  learners: UserQueries,
  opened: OpenedModel,
  explainer: Explainer | undefined,
  tally: Tally,
): AsyncGenerator<TablePiece> {
  const { data } = opened;
  const course = courseLine(data);
  const withTitles = hasTitles(opened);
  for await (const { first, count, offsets, items, scores } of blocks) {
    const names: string[] = [];
    const ranks: number[] = [];
    const courses: string[] = [];
    const titles: (string | undefined)[] = [];
    const ownScores: number[] = [];
    const reasons: (string | number | undefined)[][] = Array.from({ length: 2 * reasonCount }, () => []);
    for (let n = 0; n < count; n++) {
      const user = learners.users[first + n]!;
      const learner = data.users.id(user);
      const query = explainer && learners.at(first + n);
      const [start, end] = [offsets[n]!, offsets[n + 1]!];
      if (start === end) tally.emptyLists++;
      if (start === end && data.userItems.row(user).columns.length === data.items.size) tally.everythingTaken++;
      for (let p = start; p < end; p++) {
        const { id, title } = course(items[p]!);
        names.push(learner);
        ranks.push(1 + p - start);
        courses.push(id);
        if (withTitles) titles.push(title);
        ownScores.push(scores[p]!);
        const parts = query ? explainer.explain(query, items[p]!) : [];
        for (let reason = 0; reason < reasonCount; reason++) {
          const part = parts[reason];
          reasons[2 * reason]!.push(part && data.items.id(part.item));
          reasons[2 * reason + 1]!.push(part?.share);
        }
      }
    }
    tally.rows += names.length;
    yield [names, ranks, courses, ...(withTitles ? [titles] : []), ownScores, ...(explainer ? reasons : [])];
  }
}

const hasTitles = ({ data }: OpenedModel): boolean =>
  data.itemFeatures?.titles?.some((title) => title !== undefined) ?? false;

/** Adds how fast the lists come and how long the rest will take. */
const withPace =
  (started: number, tell: (progress: Progress) => void) =>
  (progress: Progress): void => {
    const rate = (1000 * progress.done) / (performance.now() - started);
    const metrics = { listsPerSecond: Math.round(rate), secondsLeft: Math.round((progress.of - progress.done) / rate) };
    tell({ ...progress, ...(rate > 0 && { metrics }) });
  };
