import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { inverseDocumentFrequencies, scaleColumns, unitRows } from "../../text/tf-idf.ts";
import { defineModel } from "../define-model.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query } from "../model.ts";
import { flag, number } from "../params.ts";
import { topics } from "../requirements.ts";
import { joinedF64, ragged } from "../scoring/rank-job.ts";
import type { ExactForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { csrTensors, takeCsr } from "../shared/model-state.ts";

/**
 * Courses on the topics the learner has taken most. Needs no other learners, so it can offer a course nobody has taken
 * yet; a course without topics is never offered.
 *
 * With tᵢ the topic vector of course i and rᵢ its rating (1 without ratings):
 *
 *     profile = Σ over taken i of rᵢ · tᵢ,   score(j) = profile · tⱼ
 *
 * NaN below the threshold, and where the profile and the course share no topic. Few topics make many equal scores: those
 * keep the order of the catalogue. Fitting takes O(topics given); a list, O(topics given) too.
 *
 * @see Pazzani & Billsus 2007, doi:10.1007/978-3-540-72079-9_10; the sum with raw ratings and the threshold on the score
 *   are those of the IBM machine learning capstone (ML321EN). Scaling of courses and topics is our addition.
 */
export const userProfile = defineModel({
  key: "user-profile",
  summary: "Courses on the topics the learner has taken most; works for new courses.",
  family: "content",
  expectedSeconds: ({ cells }) => 4e-8 * cells,
  explains: true,
  requires: [topics],
  itemFeatures: ["topics"],
  params: {
    normalize: flag({
      default: false,
      description:
        "Give every course the same total length of topics, so that one with many topics does not win by width.",
    }),
    inverseFrequency: flag({ default: true, description: "Let rare topics weigh more than those of many courses." }),
    threshold: number({
      min: 0,
      max: 1_000_000,
      default: 0,
      description: "Minimum score; raising it leaves out courses that touch the learner's topics only lightly.",
    }),
  },
  async fit({ items, itemFeatures }, { normalize, inverseFrequency, threshold }) {
    const given = itemFeatures!.topics!.matrix; // `requires` has checked
    const weighted = inverseFrequency ? scaleColumns(given, inverseDocumentFrequencies(given)) : given;
    return new UserProfileModel(items, normalize ? unitRows(weighted) : weighted, threshold);
  },
  restore(state, { items, itemFeatures }, { threshold }) {
    const topicCount = itemFeatures?.topics?.names.length ?? 0;
    return new UserProfileModel(items, takeCsr(state, "topics", items.size, topicCount), threshold);
  },
});

class UserProfileModel implements Model, Explainer, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly topics: CsrMatrix; // items × topics
  readonly #threshold: number;

  constructor(items: Vocabulary, topics: CsrMatrix, threshold: number) {
    this.items = items;
    this.topics = topics;
    this.#threshold = threshold;
  }

  /** How much of each topic a history holds; shape `(topics)`. */
  profile({ history, weights }: Query): Float64Array {
    const { offsets, columns, values } = this.topics;
    const profile = new Float64Array(this.topics.columnCount);
    for (let h = 0; h < history.length; h++) {
      const weight = weights === undefined ? 1 : weights[h]!;
      const taken = history[h]!;
      for (let p = offsets[taken]!; p < offsets[taken + 1]!; p++) profile[columns[p]!]! += weight * values[p]!;
    }
    return profile;
  }

  score(query: Query): Float64Array {
    const { offsets, columns, values } = this.topics;
    const profile = this.profile(query);
    const scores = new Float64Array(this.items.size);
    for (let item = 0; item < scores.length; item++) {
      let score = 0;
      let shared = false;
      for (let p = offsets[item]!; p < offsets[item + 1]!; p++) {
        const preference = profile[columns[p]!]!;
        if (preference !== 0) shared = true;
        score += preference * values[p]!;
      }
      scores[item] = shared && score >= this.#threshold ? score : Number.NaN;
    }
    return scores;
  }

  /**
   * Each course taken has its own part of the score: rating × (its topics · the course's topics). Shares of the parts
   * above 0; none where the score is under the threshold.
   */
  explain({ history, weights }: Query, item: number): readonly Contribution[] {
    const parts = Array.from(history, (taken, h) => ({
      item: taken,
      part: (weights === undefined ? 1 : weights[h]!) * this.#overlap(taken, item),
    }));
    const score = parts.reduce((sum, { part }) => sum + part, 0);
    return score >= this.#threshold ? sharesOf(parts) : [];
  }

  scoringForm(): ExactForm {
    const { offsets, columns, values, columnCount } = this.topics;
    return {
      kind: "exact",
      open: (arena, core) => {
        const fixed = {
          rows: arena.copyU32(offsets),
          columns: arena.copyU32(columns),
          values: arena.copyF64(values),
          threshold: this.#threshold,
          topicCount: columnCount,
        };
        return {
          rank(queries, args, block, options) {
            const asked = ragged(
              queries.map(({ history }) => history),
              block,
            );
            const weights = joinedF64(
              queries.map(({ history, weights }) => weights ?? new Float64Array(history.length).fill(1)),
              block,
            );
            const own = { askedOffsets: asked.offsets, asked: asked.entries, weights };
            const cost = 2 * (args.items + columns.length);
            return core.run("rankProfiles", queries.length, { ...args, ...fixed, ...own }, { ...options, cost });
          },
        };
      },
    };
  }

  state(): ModelState {
    return { numbers: {}, tensors: csrTensors("topics", this.topics) };
  }

  /** Dot product of two courses' topic vectors: a merge of two ascending lists. */
  #overlap(a: number, b: number): number {
    const { offsets, columns, values } = this.topics;
    let sum = 0;
    let p = offsets[a]!;
    let q = offsets[b]!;
    while (p < offsets[a + 1]! && q < offsets[b + 1]!) {
      const difference = columns[p]! - columns[q]!;
      if (difference === 0) sum += values[p]! * values[q]!;
      if (difference <= 0) p++;
      if (difference >= 0) q++;
    }
    return sum;
  }
}
