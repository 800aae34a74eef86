// Which model is best for a data set? An honest answer has a protocol, an interval and a baseline.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clean, evaluate, itemKnn, nmf, openSource, popularity, splits, userProfile, writeCampus } from "waymark";

const folder = await mkdtemp(join(tmpdir(), "waymark-example-"));
await writeCampus(join(folder, "campus"), { learners: 400, courses: 80, seed: 1 });
const { data: source } = await openSource(join(folder, "campus"));
const { data } = clean(source, { implicit: true });

const { protocol, results } = await evaluate(data, [popularity(), itemKnn(), nmf(), userProfile()], {
  split: splits.perUser(0.2),
});
console.log(protocol.name);
for (const { model, metrics, intervals } of results) {
  const [low, high] = intervals["ndcg@10"]!;
  console.log(`${model.padEnd(14)} nDCG@10 ${metrics["ndcg@10"]!.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`);
}
await rm(folder, { recursive: true });
