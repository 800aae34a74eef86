// Courses for somebody, and why: eight lines from rows to reasons.
import { Dataset, itemKnn, recommend } from "waymark";

const taken = {
  ada: ["Algebra", "Statistics", "Programming"],
  bea: ["Algebra", "Statistics", "Programming", "Machine Learning"],
  cem: ["Poetry", "Drama", "Latin"],
  dia: ["Statistics", "Programming", "Machine Learning"],
  eva: ["Poetry", "Drama"],
};
const data = Dataset.fromRows(
  Object.entries(taken).flatMap(([user, courses]) => courses.map((item) => ({ user, item }))),
);
const model = await itemKnn().fit(data);

const history = Uint32Array.of(data.items.index("Algebra"), data.items.index("Statistics"));
for (const { item } of recommend(model, { history }, 2)) {
  const because = model.explain({ history }, item).map((part) => data.items.id(part.item));
  console.log(`${data.items.id(item)}, because you took ${because.join(" and ")}`);
}
