import type { Command } from "commander";
import { counted } from "../../data/cleaning/report.ts";
import type { TablePiece } from "../../data/io/table.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import type { Progress } from "../../models/model.ts";
import { queriesOf, type RankedBlock, recommendBatch } from "../../models/scoring/recommend-batch.ts";
import type { Context } from "../context.ts";
import { chooseListsFormat, listColumns } from "../data/lists-file.ts";
import { type OpenedModel, openModel } from "../data/open-model.ts";
import type { ModelFlags } from "../data/train-model.ts";
import { withProgress } from "../terminal/progress.ts";
import { courseLine } from "../terminal/recommendations.ts";

interface Flags extends ModelFlags {
  readonly limit: number;
}

/** What `recommend --all` did, exactly as `--json` prints it. */
export interface WrittenLists {
  readonly model: string;
  readonly file: string;
  /** One for each learner of the data set. */
  readonly lists: number;
  /** Lists without any course, so without a row in the file. */
  readonly emptyLists: number;
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
  const tally = { rows: 0, emptyLists: 0 };
  const started = performance.now();
  await withProgress(context, "recommending", async (onProgress) => {
    const options = { threads, signal, onProgress: withPace(started, onProgress) };
    const blocks = recommendBatch(model, learners, limit, options);
    const columns = listColumns(hasTitles(opened));
    await writeAtomically(out, encode(columns, piecesOf(blocks, learners.users, opened, tally)), { signal });
  });
  const seconds = (performance.now() - started) / 1000;
  const written: WrittenLists = {
    model: key,
    file: out,
    lists: learners.size,
    ...tally,
    seconds,
    listsPerSecond: learners.size / seconds,
  };
  if (context.json) return context.out(JSON.stringify(written));
  context.out(`${counted(learners.size, "list")} of up to ${counted(limit, "course")} written to ${out}`);
  context.log(`  ${counted(tally.rows, "row")} in ${seconds.toFixed(2)} s`);
  if (tally.emptyLists > 0)
    context.log(
      `  without a row: ${counted(tally.emptyLists, "learner")}, for whom ${key} has nothing that they have not taken`,
    );
}

/** The rows of each block, in the order of `listColumns`; what they add up to goes into `tally`. */
async function* piecesOf(
  blocks: AsyncIterable<RankedBlock>,
  users: Uint32Array,
  opened: OpenedModel,
  tally: { rows: number; emptyLists: number },
): AsyncGenerator<TablePiece> {
  const { data } = opened;
  const course = courseLine(data);
  const withTitles = hasTitles(opened);
  for await (const { first, count, offsets, items, scores } of blocks) {
    const learners: string[] = [];
    const ranks: number[] = [];
    const courses: string[] = [];
    const titles: (string | undefined)[] = [];
    const ownScores: number[] = [];
    for (let n = 0; n < count; n++) {
      const learner = data.users.id(users[first + n]!);
      const [start, end] = [offsets[n]!, offsets[n + 1]!];
      if (start === end) tally.emptyLists++;
      for (let p = start; p < end; p++) {
        const { id, title } = course(items[p]!);
        learners.push(learner);
        ranks.push(1 + p - start);
        courses.push(id);
        if (withTitles) titles.push(title);
        ownScores.push(scores[p]!);
      }
    }
    tally.rows += learners.length;
    yield [learners, ranks, courses, ...(withTitles ? [titles] : []), ownScores];
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
