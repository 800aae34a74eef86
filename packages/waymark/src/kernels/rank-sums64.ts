import { at4, at8 } from "./addresses";
import { finishNothing64, finishRow64, rowAfterRoom, rowBytes64 } from "./finish-row64";
import { RankClustersArgs, RankDeviationsArgs, RankProfilesArgs, RankSums64Args } from "./generated/arguments";

// Scores that are sums over the history, in float64 and in the order of the history. `asked`: what of the history the model knows,
// rows of `askedOffsets`, as `knownHistory` leaves it.

/**
 * Ranks by scores = Σ weight · W[item] over the history, W sparse; with `largest` the largest term. NaN where fewer than `minCount`
 * terms are stored, and, with `zeroIsUnknown`, where the sum is 0. Without `weights` each is 1; entries of weight 0 do not
 * count. Scratch: room, row, counts (items) in 4 bytes each.
 */
export function rankSums64(args: RankSums64Args, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, scores = rowAfterRoom(args, scratch), counts = scores + rowBytes64(items);
  for (let query = lo; query < hi; query++) {
    memory.fill(scores, 0, <usize>items << 3);
    memory.fill(counts, 0, <usize>items << 2);
    const last = load<i32>(at4(args.askedOffsets, query), 4);
    for (let e = load<i32>(at4(args.askedOffsets, query)); e < last; e++) {
      const w = args.weights == 0 ? 1 : load<f64>(at8(args.weights, e));
      if (w != 0) addTerms(args, load<i32>(at4(args.asked, e)), w, scores, counts);
    }
    const minCount = args.minCount, zeroIsUnknown = args.zeroIsUnknown;
    for (let i = 0; i < items; i++)
      if (load<i32>(at4(counts, i)) < minCount || (zeroIsUnknown && load<f64>(at8(scores, i)) == 0)) store<f64>(at8(scores, i), NaN);
    finishRow64(args, query, scores, scratch);
  }
}

function addTerms(args: RankSums64Args, row: i32, w: f64, scores: usize, counts: usize): void {
  const to = load<i32>(at4(args.rows, row), 4), largest = args.largest;
  for (let p = load<i32>(at4(args.rows, row)); p < to; p++) {
    const item = load<i32>(at4(args.columns, p)), at = at8(scores, item), count = at4(counts, item), n = load<i32>(count);
    const term = w * load<f64>(at8(args.values, p)), before = load<f64>(at);
    store<f64>(at, n == 0 ? term : !largest ? before + term : term > before ? term : before);
    store<i32>(count, n + 1);
  }
}

/**
 * Ranks by slope one: mean + (Σ n · (start − deviation) / Σ n − mean) · confidence over the history, n the `counts` or 1; the mean
 * where no term is stored, NaN where `known` is 0 or the history empty. Scratch: room, row, sums (items, 2).
 */
export function rankDeviations(args: RankDeviationsArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, scores = rowAfterRoom(args, scratch), sums = scores + rowBytes64(items);
  for (let query = lo; query < hi; query++) {
    const first = load<i32>(at4(args.askedOffsets, query)), last = load<i32>(at4(args.askedOffsets, query), 4);
    if (first == last) {
      finishNothing64(args, query, scores, scratch);
      continue;
    }
    memory.fill(sums, 0, <usize>items << 4);
    for (let e = first; e < last; e++) addDeviations(args, load<i32>(at4(args.asked, e)), load<f64>(at8(args.starts, e)), sums);
    const mean = load<f64>(at8(args.means, query));
    for (let i = 0; i < items; i++) {
      const sum = load<f64>(sums + (<usize>i << 4)), weight = load<f64>(sums + (<usize>i << 4), 8);
      const shrunk = mean + (sum / weight - mean) * load<f64>(at8(args.confidences, i));
      store<f64>(at8(scores, i), !load<u8>(args.known + <usize>i) ? NaN : weight == 0 ? mean : shrunk);
    }
    finishRow64(args, query, scores, scratch);
  }
}

/** Sum and weight of an item stand side by side and are added to at once. */
function addDeviations(args: RankDeviationsArgs, row: i32, start: f64, sums: usize): void {
  const from = load<i32>(at4(args.rows, row)), counts: usize = args.counts == 0 ? 0 : at4(args.counts, from);
  const end = at4(args.columns, load<i32>(at4(args.rows, row), 4)), term = f64x2.splat(1);
  for (let c = at4(args.columns, from), v = at8(args.values, from), n = counts; c < end; c += 4, v += 8, n += 4) {
    const at = sums + (<usize>load<u32>(c) << 4);
    let pair = f64x2.replace_lane(term, 0, start - load<f64>(v));
    if (counts != 0) pair = f64x2.mul(f64x2.splat(<f64>load<u32>(n)), pair);
    v128.store(at, f64x2.add(v128.load(at), pair));
  }
}

/**
 * Ranks by co-clusters: mean + (block + lift + item mean − mean of the item's cluster − mean) · confidence. `means` is NaN where
 * nothing can be said. Scratch: room, row.
 */
export function rankClusters(args: RankClustersArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, scores = rowAfterRoom(args, scratch), itemClusters = args.itemClusters;
  for (let query = lo; query < hi; query++) {
    const mean = load<f64>(at8(args.means, query)), lift = load<f64>(at8(args.lifts, query));
    const block = at8(args.blockMeans, load<i32>(at4(args.clusters, query)) * itemClusters);
    for (let i = 0; i < items; i++) {
      const h = load<i32>(at4(args.itemCluster, i));
      const rating = load<f64>(at8(block, h)) + lift + load<f64>(at8(args.itemMeans, i)) - load<f64>(at8(args.itemClusterMeans, h));
      const score = mean + (rating - mean) * load<f64>(at8(args.confidences, i));
      store<f64>(at8(scores, i), load<u8>(args.known + <usize>i) ? score : NaN);
    }
    finishRow64(args, query, scores, scratch);
  }
}

/**
 * Ranks by profile · topics[item], the profile being Σ weight · topics[item] over the history. NaN below
 * `threshold` and where the two share no topic. Scratch: room, row, profile (topicCount).
 */
export function rankProfiles(args: RankProfilesArgs, lo: i32, hi: i32, scratch: usize): void {
  const items = args.items, scores = rowAfterRoom(args, scratch), profile = scores + rowBytes64(items), threshold = args.threshold;
  for (let query = lo; query < hi; query++) {
    memory.fill(profile, 0, <usize>args.topicCount << 3);
    const last = load<i32>(at4(args.askedOffsets, query), 4);
    for (let e = load<i32>(at4(args.askedOffsets, query)); e < last; e++) {
      const row = at4(args.rows, load<i32>(at4(args.asked, e))), to = load<i32>(row, 4);
      const w = load<f64>(at8(args.weights, e));
      for (let p = load<i32>(row); p < to; p++) {
        const at = at8(profile, load<i32>(at4(args.columns, p)));
        store<f64>(at, load<f64>(at) + w * load<f64>(at8(args.values, p)));
      }
    }
    for (let i = 0; i < items; i++) {
      let score: f64 = 0, shared = false;
      for (let p = load<i32>(at4(args.rows, i)), to = load<i32>(at4(args.rows, i), 4); p < to; p++) {
        const preference = load<f64>(at8(profile, load<i32>(at4(args.columns, p))));
        if (preference != 0) shared = true;
        score += preference * load<f64>(at8(args.values, p));
      }
      store<f64>(at8(scores, i), shared && score >= threshold ? score : NaN);
    }
    finishRow64(args, query, scores, scratch);
  }
}
