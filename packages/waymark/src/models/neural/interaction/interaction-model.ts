import type { Core } from "../../../compute/core/core.ts";
import { disposeOnThrow } from "../../../compute/core/dispose-on-throw.ts";
import type { Weights } from "../../../compute/neural/network.ts";
import type { Dataset } from "../../../data/dataset.ts";
import type { Vocabulary } from "../../../data/vocabulary.ts";
import type { CoreOption } from "../../core-option.ts";
import type { LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../../model.ts";
import { scoreFactors } from "../../scoring/score-factors.ts";
import type { FactorForm, HasScoringForm, ScoringForm, UserVector } from "../../scoring/scoring-form.ts";
import { HeldMemory } from "../../shared/held-memory.ts";
import { weightTensors } from "../../shared/neural/weights.ts";
import { similarRows } from "../../shared/similar-rows.ts";
import { TrainedHistories } from "../../shared/trained-histories.ts";
import { type TrainingRows, trainingRows } from "../../shared/training-rows.ts";
import { type Evidence, type FoldInSettings, InteractionFoldIn } from "./interaction-fold-in.ts";
import {
  type InteractionFactors,
  type InteractionForm,
  type InteractionMlp,
  type InteractionNetwork,
  isOfUsers,
  type UserRows,
} from "./interaction-network.ts";
import { type Mlp, type OpenMlp, openMlp } from "./mlp.ts";

export interface InteractionModelParts {
  readonly net: InteractionNetwork;
  readonly weights: Weights;
  readonly settings: FoldInSettings;
  /** Turns a rating into a label of the loss; `undefined` stands for a missing rating. Absent: every item of a history counts as a positive. */
  readonly label?: (rating: number | undefined) => number;
}

const TOGETHER = 64; // users an MLP scores in one call

/**
 * A fitted interaction network. A user of the training data has rows of their own; any other history is folded in by a few steps
 * on fresh rows, everything else frozen, and so is what a known user did since. NaN for courses nobody took, and without a
 * known history. Once asked, it keeps the network in the kernels' memory until disposed of.
 */
export class InteractionModel implements Model, SimilarItems, HasScoringForm, LiveHistory, Disposable {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  protected readonly parts: InteractionModelParts;
  protected readonly rows: TrainingRows;
  readonly #trained: TrainedHistories;
  readonly #form: InteractionForm;
  readonly #held: HeldMemory;
  #foldIn: InteractionFoldIn | undefined;
  #mlp: { readonly open: OpenMlp; readonly outputs: Float32Array } | undefined;
  #average: UserRows | undefined;

  constructor(data: Dataset, parts: InteractionModelParts, options: CoreOption) {
    this.items = data.items;
    this.#held = new HeldMemory(options);
    this.parts = parts;
    this.#form = parts.net.form(parts.weights);
    this.rows = trainingRows(data);
    this.#trained = new TrainedHistories(data, { rated: parts.label !== undefined });
  }

  /** O(items · weights of a pair), for new users also the steps of the fold-in. */
  score(query: Query): Float64Array {
    this.#held.check();
    const form = this.#form;
    if (form.kind === "factors") return scoreFactors(this.#factorForm(form), query, this.items.size);
    const scores = new Float64Array(this.items.size).fill(Number.NaN);
    const userVector = this.#userVector(query);
    if (!userVector) return scores;
    const { open, outputs } = this.#openMlp(form);
    open.scoreNow([form.userVector(userVector)], outputs, scores.length);
    for (let i = 0; i < scores.length; i++) if (this.rows.hasItem[i]) scores[i] = outputs[i]!;
    return scores;
  }

  /** The courses whose embeddings point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    this.#held.check();
    const { data, shape } = this.parts.weights.get(this.parts.net.itemTable)!;
    return similarRows(data, shape[1]!, item, limit);
  }

  scoringForm(): ScoringForm {
    this.#held.check();
    const { hasItem: scorable } = this.rows;
    const form = this.#form;
    if (form.kind === "factors") return this.#factorForm(form);
    return {
      kind: "block",
      scorable,
      open: (arena, core) => {
        const open = openMlp(core, arena, form.mlp, this.items.size, TOGETHER);
        return {
          score: async (queries, out, stride, options) => {
            for (let first = 0; first < queries.length; first += TOGETHER) {
              const userVectors = queries.slice(first, first + TOGETHER).map((query) => this.#userVector(query));
              const known = userVectors.map((userVector) => userVector ?? this.#averageUserVector());
              const rows = out.subarray(first * stride);
              await open.score(
                known.map((userVector) => form.userVector(userVector)),
                rows,
                stride,
                options,
              );
              for (const [n, userVector] of userVectors.entries())
                if (!userVector) rows.fill(Number.NaN, n * stride, n * stride + this.items.size);
            }
          },
        };
      },
    };
  }

  state(): ModelState {
    this.#held.check();
    return { numbers: {}, tensors: weightTensors(this.parts.weights) };
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
    this.#foldIn = undefined;
    this.#mlp = undefined;
  }

  #factorForm(form: InteractionFactors): FactorForm {
    const userVector = (query: Query): UserVector | undefined => {
      const own = this.#userVector(query);
      return own && form.userVector(own);
    };
    return { ...form, scorable: this.rows.hasItem, userVector };
  }

  /** Made when first asked for: until then a model takes no room in the kernels' memory. */
  #openMlp({ mlp }: InteractionMlp): { readonly open: OpenMlp; readonly outputs: Float32Array } {
    this.#mlp ??= this.#held.hold(mlpHolder(mlp, this.items.size));
    return this.#mlp;
  }

  #userVector(query: Query): UserRows | undefined {
    this.#held.check();
    if (this.#trained.answers(query, this.rows.hasItem)) return this.#rowsOf(query.user);
    const start = this.rows.hasUser(query.user) ? this.#rowsOf(query.user) : this.#averageUserVector();
    if (!query.history.some((item) => this.rows.hasItem[item])) return undefined;
    const { net, weights: learned, settings } = this.parts;
    this.#foldIn ??= this.#held.hold((core) => new InteractionFoldIn(core, net, learned, this.items.size, settings));
    return this.#foldIn.foldIn(start, this.#evidence(query));
  }

  /** The part of a history that was trained on; of a user who was, what is new or rated anew comes more often. */
  #evidence({ history, weights, user }: Query): Evidence {
    const { label } = this.parts;
    const known = Uint32Array.from(history.keys()).filter((h) => this.rows.hasItem[history[h]!]);
    const items = known.map((h) => history[h]!);
    const ratings = weights && Float64Array.from(known, (h) => weights[h]!);
    const recent = this.rows.hasUser(user) ? { recent: this.#trained.changed(user, items, ratings) } : {};
    return { items, ...(label && { labels: Array.from(items, (_, k) => label(ratings?.[k])) }), ...recent };
  }

  #rowsOf(user: number): UserRows {
    return this.#tables((data, width) => data.slice(user * width, (user + 1) * width));
  }

  /** Where new users start: the mean of all users that were trained on. */
  #averageUserVector(): UserRows {
    this.#average ??= this.#tables((data, width) => {
      const sum = new Float64Array(width);
      let count = 0;
      for (let user = 0; user * width < data.length; user++) {
        if (!this.rows.hasUser(user)) continue;
        count++;
        for (let f = 0; f < width; f++) sum[f]! += data[user * width + f]!;
      }
      return Float32Array.from(sum, (total) => total / Math.max(1, count));
    });
    return this.#average;
  }

  #tables(row: (data: Float32Array, width: number) => Float32Array): UserRows {
    const tables = [...this.parts.weights].filter(([name]) => isOfUsers(name));
    return new Map(tables.map(([name, { data, shape }]) => [name, row(data, shape[1]!)]));
  }
}

const mlpHolder = (mlp: Mlp, items: number) => (core: Core) =>
  disposeOnThrow(core.arena(), (arena) => {
    const open = openMlp(core, arena, mlp, items, 1);
    return { open, outputs: arena.f32(items), [Symbol.dispose]: () => arena.dispose() };
  });
