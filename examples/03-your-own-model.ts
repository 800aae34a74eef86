// A model of your own: what people of the same history length take most. It gets parameters, checks and fold-in for free.
import { Dataset, defineModel, integer, recommend } from "waymark";

const peers = defineModel({
  key: "peers",
  summary: "What learners with about as many courses take.",
  family: "baselines",
  params: {
    spread: integer({ default: 1, min: 0, max: 100, description: "How far lengths may differ; higher is coarser." }),
  },
  async fit({ items, userItems }, { spread }) {
    const score = ({ history }: { history: Uint32Array }) => {
      const counts = new Float64Array(items.size);
      for (let user = 0; user < userItems.rowCount; user++) {
        const { columns } = userItems.row(user);
        if (Math.abs(columns.length - history.length) <= spread) for (const item of columns) counts[item]! += 1;
      }
      return counts;
    };
    return { items, score, state: () => ({ numbers: {}, tensors: {} }) };
  },
  restore: () => {
    throw new Error("not saved in this example");
  },
});

const data = Dataset.fromRows([
  ...["Algebra", "Poetry"].map((item) => ({ user: "beginner", item })),
  ...["Algebra", "Statistics", "Botany", "Optics", "Latin"].map((item) => ({ user: "senior", item })),
]);
const model = await peers({ spread: 1 }).fit(data);
const [first] = recommend(model, { history: Uint32Array.of(data.items.index("Algebra")) }, 1);
console.log(`A beginner who took Algebra is offered ${data.items.id(first!.item)}`);
