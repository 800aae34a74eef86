import type { Weights } from "../../compute/neural/network.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { OrderedHistories } from "../../data/histories-in-order.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import type { CoreOption } from "../core-option.ts";
import type { LiveHistory, Model, ModelState, Query, Ranked, SimilarItems } from "../model.ts";
import { scoreFactors } from "../scoring/score-factors.ts";
import type { FactorForm, HasScoringForm } from "../scoring/scoring-form.ts";
import { HeldMemory } from "../shared/held-memory.ts";
import { historyOrder } from "../shared/history-order.ts";
import { weightTensors } from "../shared/neural/weights.ts";
import { similarRows } from "../shared/similar-rows.ts";
import { orderTensors } from "../shared/stored-order.ts";
import { type TrainingRows, trainingRows } from "../shared/training-rows.ts";
import { SequenceEncoder } from "./sequence-encoder.ts";
import { ITEMS, type SequenceNet } from "./sequence-network.ts";

/**
 * A fitted network that reads histories: score(i) = what is known after the last item · yᵢ. Nothing is stored of a user but the order of
 * the history, so a new user is read like everybody else. NaN for courses nobody took, and without a known history. Once asked, it
 * keeps the network in the kernels' memory until disposed of.
 */
export class SequenceModel implements Model, SimilarItems, HasScoringForm, LiveHistory, Disposable {
  readonly items: Vocabulary;
  readonly usesLiveHistory = true;
  readonly #net: SequenceNet;
  readonly #weights: Weights;
  readonly #trained: OrderedHistories;
  readonly #rows: TrainingRows;
  readonly #embeddings: Float32Array; // (items, width)
  readonly #held: HeldMemory;
  #encoder: SequenceEncoder | undefined;

  constructor(data: Dataset, net: SequenceNet, weights: Weights, trained: OrderedHistories, options: CoreOption) {
    this.#held = new HeldMemory(options);
    this.items = data.items;
    this.#net = net;
    this.#weights = weights;
    this.#trained = trained;
    this.#rows = trainingRows(data);
    this.#embeddings = weights.get(ITEMS)!.data;
  }

  /** O(length · weights + items · width). */
  score(query: Query): Float64Array {
    return scoreFactors(this.scoringForm(), query, this.items.size);
  }

  /** The courses whose embeddings point the same way. */
  similar(item: number, limit: number): readonly Ranked[] {
    this.#held.check();
    return similarRows(this.#embeddings, this.#net.width, item, limit);
  }

  scoringForm(): FactorForm {
    this.#held.check();
    return {
      kind: "factors",
      factors: this.#net.width,
      items: this.#embeddings,
      scorable: this.#rows.hasItem,
      userVector: (query) => {
        const history = this.#read(query);
        return history.length === 0 ? undefined : { factors: this.#reader.encodeNow(history), offset: 0 };
      },
      openUserVectors: () => async (queries, options) => {
        const histories = queries.map((query) => this.#read(query));
        const states = await this.#held.during(() =>
          this.#reader.encode(
            histories.filter((history) => history.length > 0),
            options,
          ),
        );
        let next = 0;
        return histories.map((history) => (history.length === 0 ? undefined : { factors: states[next++]!, offset: 0 }));
      },
    };
  }

  state(): ModelState {
    this.#held.check();
    return { numbers: {}, tensors: { ...weightTensors(this.#weights), ...orderTensors(this.#trained) } };
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
    this.#encoder = undefined;
  }

  /** Items that were trained on, oldest first. */
  #read(query: Query): Uint32Array {
    return historyOrder(query, this.#trained).filter((item) => this.#rows.hasItem[item]);
  }

  /** Made when first asked for: until then a model takes no room in the kernels' memory. */
  get #reader(): SequenceEncoder {
    this.#encoder ??= this.#held.hold((core) => new SequenceEncoder(core, this.#net, this.#weights, this.items.size));
    return this.#encoder;
  }
}
