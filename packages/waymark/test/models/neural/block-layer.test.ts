import { expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { queryOf } from "../../../src/models/model.ts";
import { multVae } from "../../../src/models/neural/mult-vae.ts";
import type { FactorForm } from "../../../src/models/scoring/scoring-form.ts";
import { twoFaculties } from "../../two-faculties.ts";

test("mult-vae encodes many histories as one at a time, to the last bit of what is ranked by", async () => {
  const core = new Core({ pages: 512 });
  using arena = core.arena();
  const data = twoFaculties();
  const model = await multVae({ factors: 3, hidden: 7, epochs: 2, batchSize: 8 }).fit(data);
  const form = model.scoringForm() as FactorForm;
  const queries = [
    ...Array.from({ length: data.users.size }, (_, user) => queryOf(data, user)),
    { history: new Uint32Array(0) },
    { history: Uint32Array.of(5, 1) },
  ];
  const many = await form.openUserVectors!(arena, core)(queries, {});
  const one = queries.map((query) => form.userVector(query));
  expect(many.map((own) => own && [...own.factors])).toEqual(
    one.map((own) => own && [...Float32Array.from(own.factors)]),
  );
  expect(many.at(-2)).toBeUndefined();
});
