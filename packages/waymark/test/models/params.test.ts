import { describe, expect, test } from "vitest";
import { UnknownNameError } from "../../src/errors.ts";
import { choice, flag, integer, number, paramName, parseParam, resolveParams } from "../../src/models/params.ts";

const specs = {
  factors: integer({ default: 10, min: 1, max: 100, description: "Numbers per user and item." }),
  learningRate: number({ default: 0.1, min: 0, max: 10, description: "Size of a step." }),
  similarity: choice({ default: "cosine", options: ["cosine", "pearson"], description: "How rows are compared." }),
  biased: flag({ default: true, description: "Whether biases are learned." }),
};

describe("resolveParams", () => {
  test("fills in defaults and keeps what is given", () => {
    const params = resolveParams("svd", specs, { factors: 3, biased: false });
    expect(params).toEqual({ factors: 3, learningRate: 0.1, similarity: "cosine", biased: false });
  });

  test.each([
    [{ factors: -3 }, "svd.factors must be a whole number from 1 to 100, received -3."],
    [{ factors: 2.5 }, "svd.factors must be a whole number from 1 to 100, received 2.5."],
    [{ learningRate: Number.NaN }, "svd.learningRate must be a number from 0 to 10, received NaN."],
    [{ similarity: "cosin" }, 'svd.similarity must be one of cosine, pearson, received "cosin".'],
    [{ biased: 1 }, "svd.biased must be true or false, received 1."],
    [{ factor: 3 }, 'There is no parameter of svd named "factor". Did you mean factors'],
  ])("refuses %j with the value and the remedy", (given, message) => {
    expect(() => resolveParams("svd", specs, given)).toThrow(message);
  });
});

describe("parseParam", () => {
  test.each([
    ["factors", "7", 7],
    ["learningRate", "1e-3", 0.001],
    ["similarity", "pearson", "pearson"],
    ["biased", "false", false],
  ] as const)("reads %s=%s", (name, text, value) => {
    expect(parseParam("svd", name, specs[name], text)).toBe(value);
  });

  test.each([
    ["factors", ""],
    ["factors", "ten"],
    ["factors", "0x10000"],
    ["learningRate", "Infinity"],
    ["biased", "yes"],
  ] as const)("refuses %s=%j", (name, text) => {
    expect(() => parseParam("svd", name, specs[name], text)).toThrow(`svd.${name} must be`);
  });
});

test("a parameter answers to the names it had before, and is kept under its present one", () => {
  const specs = { scoreShrinkage: number({ default: 1, min: 0, max: 9, description: "…", formerly: ["caution"] }) };
  expect(resolveParams("model", specs, { caution: 3 })).toEqual({ scoreShrinkage: 3 });
  expect(paramName("model", specs, "caution")).toBe("scoreShrinkage");
  expect(() => paramName("model", specs, "constructor")).toThrow(UnknownNameError);
});
