import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { nearestByCosine } from "../../compute/linear-algebra/sparse-cosines.ts";
import { topK } from "../../compute/top-k.ts";
import type { Dataset, RatingScale } from "../../data/dataset.ts";
import type { ItemFeatures } from "../../data/features.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { bagOfWords } from "../../text/bag-of-words.ts";
import { type TermOptions, termsOf } from "../../text/terms.ts";
import { tfIdf, unitRows } from "../../text/tf-idf.ts";
import { defineModel } from "../define-model.ts";
import type { Contribution, Explainer, LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import { choice, flag, integer, number } from "../params.ts";
import { texts } from "../requirements.ts";
import type { HasScoringForm, ScoringForm } from "../scoring/scoring-form.ts";
import { sumsForm } from "../scoring/sums-form.ts";
import { sharesOf } from "../shared/contributions.ts";
import { csrTensors, takeCsr } from "../shared/model-state.ts";

/**
 * Courses whose titles and descriptions read like those of the courses taken. Needs no other learners, so it can offer a
 * course nobody has taken yet; a course without words is never offered.
 *
 * With s(i, j) the cosine of two courses' bags of words (or TF-IDF) and wᵢ how much the user liked i:
 *
 *     score(j) = Σ over taken i of wᵢ · s(i, j),   pairs with s(i, j) ≥ threshold and j among the neighbours of i
 *
 * (or the largest term instead of the sum). NaN where no taken course is that similar. Fitting takes O(Σ over terms of documents²), a list O(|history| · neighbours).
 *
 * @see Salton, Wong & Yang 1975, doi:10.1145/361219.361220; the threshold rule is that of the IBM machine learning
 *   capstone (ML321EN), which has no neighbours, adds nothing up and ignores ratings; here a rating weakens what it
 *   belongs to (see `evidenceWeights`). Defaults were chosen on that capstone's learners and on MOOCCubeX: docs/models.
 */
export const courseSimilarity = defineModel({
  key: "course-similarity",
  summary: "Courses whose titles and descriptions are like those of the courses taken; works for new courses.",
  family: "content",
  expectedSeconds: ({ items, cells }) => 8e-5 * items + 3e-8 * cells,
  explains: true,
  requires: [texts],
  itemFeatures: ["titles", "texts"],
  params: {
    weighting: choice({
      options: ["tf-idf", "counts"],
      default: "tf-idf",
      description: "How words count: tf-idf makes rare words weigh more; counts takes the bag of words as it is.",
    }),
    threshold: number({
      min: 0,
      max: 1,
      default: 0.1,
      description: "Minimum similarity (0 to 1) to a taken course; raising it gives shorter, surer lists.",
    }),
    combine: choice({
      options: ["sum", "maximum"],
      default: "sum",
      description: "Rank by the sum over all courses taken, or by the most similar one alone.",
    }),
    neighbours: integer({
      min: 1,
      max: 100_000,
      default: 20,
      description: "Similar courses kept per course; raising it reaches further from each course taken.",
    }),
    stopWords: flag({ default: true, description: "Ignore English words without a subject: the, with, your." }),
    stemming: flag({ default: true, description: "Treat English forms of a word as one: learn, learns, learning." }),
    minDocuments: integer({
      min: 1,
      max: 1_000,
      default: 1,
      description: "Words of fewer courses are ignored; raising it forgets rare words and misspellings.",
    }),
    maxDocumentShare: number({
      min: 0,
      max: 1,
      default: 0.3,
      description:
        "Words of a larger share of courses (and of more than 10) are ignored: phrases of the catalogue, not subjects.",
    }),
  },
  async fit(data, params, { signal, onProgress }) {
    const features = courseVectors(data, params);
    const similarities = await nearestByCosine(features, {
      ...params,
      ...(signal && { signal }),
      ...(onProgress && { onRow: (done, of) => onProgress({ stage: "similarities", done, of }) }),
    });
    return new CourseSimilarityModel(data.items, similarities, params.combine, data.scale);
  },
  restore(state, { items, scale }, { combine }) {
    return new CourseSimilarityModel(items, takeCsr(state, "similarities", items.size, items.size), combine, scale);
  },
});

class CourseSimilarityModel implements Model, Explainer, SimilarItems, HasScoringForm, LiveHistory {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly similarities: CsrMatrix; // items × items
  readonly #combine: "maximum" | "sum";
  readonly #scale: RatingScale | undefined;

  constructor(items: Vocabulary, similarities: CsrMatrix, combine: "maximum" | "sum", scale?: RatingScale) {
    this.items = items;
    this.similarities = similarities;
    this.#combine = combine;
    this.#scale = scale;
  }

  score(query: Query): Float64Array {
    const { offsets, columns, values } = this.similarities;
    const scores = new Float64Array(this.items.size).fill(Number.NaN);
    const weights = evidenceWeights(query, this.#scale);
    const summed = this.#combine === "sum";
    for (let h = 0; h < query.history.length; h++) {
      const weight = weights[h]!;
      if (weight === 0) continue;
      const taken = query.history[h]!;
      for (let p = offsets[taken]!; p < offsets[taken + 1]!; p++) {
        const item = columns[p]!;
        const part = weight * values[p]!;
        const before = scores[item]!;
        if (Number.isNaN(before)) scores[item] = part;
        else if (summed) scores[item] = before + part;
        else if (part > before) scores[item] = part;
      }
    }
    return scores;
  }

  /** With `maximum`, the one course taken that set the score; several only where they tie exactly. */
  explain(query: Query, item: number): readonly Contribution[] {
    const weights = evidenceWeights(query, this.#scale);
    const parts = Array.from(query.history, (taken, h) => ({
      item: taken,
      part: weights[h]! * (this.similarities.find(taken, item) ?? 0),
    }));
    const largest = parts.reduce((best, { part }) => Math.max(best, part), 0);
    return sharesOf(this.#combine === "sum" ? parts : parts.filter(({ part }) => part === largest));
  }

  similar(item: number, limit: number): readonly Ranked[] {
    const { columns, values } = this.similarities.row(item);
    return Array.from(topK(values as Float64Array, limit), (p) => ({ item: columns[p]!, score: values[p]! }));
  }

  scoringForm(): ScoringForm {
    return sumsForm({
      weights: this.similarities,
      weigh: (query) => evidenceWeights(query, this.#scale),
      largest: this.#combine === "maximum",
      minCount: 1,
    });
  }

  state(): ModelState {
    return { numbers: {}, tensors: csrTensors("similarities", this.similarities) };
  }
}

/**
 * How much each course of a history speaks for its like, 0 … 1: a rating's place on the scale, so the lowest rating
 * speaks for nothing (a course disliked is no reason to offer its like, nor proof against it); 1 without ratings.
 */
function evidenceWeights({ history, weights }: Query, scale: RatingScale | undefined): Float64Array {
  if (weights === undefined || scale === undefined || scale.max <= scale.min)
    return new Float64Array(history.length).fill(1);
  const { min, max } = scale;
  return weights.map((rating) => Math.min(1, Math.max(0, (rating - min) / (max - min))));
}

/** In a catalogue of a dozen courses, a word of five is a subject, not a phrase: words of so few courses always count. */
const alwaysKept = 10;

interface VectorParams extends TermOptions {
  readonly weighting: "tf-idf" | "counts";
  readonly minDocuments: number;
  readonly maxDocumentShare: number;
}

/** Unit vectors of the courses' words, items × terms; the row of a course without text is empty and no document. */
function courseVectors(
  { items, itemFeatures }: Pick<Dataset, "items" | "itemFeatures">,
  params: VectorParams,
): CsrMatrix {
  const texts = items.ids.map((_, item) => textOf(itemFeatures, item));
  const written = texts.flatMap((text, item) => (text === "" ? [] : [item]));
  const documents = written.map((item) => termsOf(texts[item]!, params));
  const maxDocumentShare = Math.max(params.maxDocumentShare, (alwaysKept + 0.5) / documents.length);
  const { counts } = bagOfWords(documents, { ...params, maxDocumentShare });
  const vectors = params.weighting === "counts" ? unitRows(counts) : tfIdf(counts);
  return spreadRows(vectors, written, items.size);
}

const textOf = (features: ItemFeatures | undefined, item: number): string =>
  `${features?.titles?.[item] ?? ""}\n${features?.texts?.[item] ?? ""}`.trim();

/** The same rows at other places of a taller matrix, ascending; rows between them are empty. */
function spreadRows(matrix: CsrMatrix, places: readonly number[], rowCount: number): CsrMatrix {
  const offsets = new Uint32Array(rowCount + 1);
  places.forEach((place, r) => {
    offsets[place + 1] = matrix.offsets[r + 1]! - matrix.offsets[r]!;
  });
  for (let r = 0; r < rowCount; r++) offsets[r + 1]! += offsets[r]!;
  return new CsrMatrix(matrix.columnCount, offsets, matrix.columns, matrix.values);
}
