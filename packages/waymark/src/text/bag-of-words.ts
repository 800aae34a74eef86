import { CsrMatrix } from "../compute/csr-matrix.ts";

/** How often each document holds each term. */
export interface BagOfWords {
  /** In ascending order of code units. */
  readonly terms: readonly string[];
  readonly counts: CsrMatrix; // documents × terms
}

export interface VocabularyLimits {
  /** Terms of fewer documents are left out. @defaultValue 1 */
  readonly minDocuments?: number;
  /** Terms of a larger share of the documents are left out; 0 … 1. @defaultValue 1 */
  readonly maxDocumentShare?: number;
}

/** Counts the terms of documents given as lists of terms. O(tokens + terms · log terms). */
export function bagOfWords(
  documents: readonly (readonly string[])[],
  { minDocuments = 1, maxDocumentShare = 1 }: VocabularyLimits = {},
): BagOfWords {
  const numbers = new Map<string, number>(); // term → position of first appearance
  const tokens = documents.map((document) =>
    Uint32Array.from(document, (term) => {
      const known = numbers.get(term);
      if (known !== undefined) return known;
      numbers.set(term, numbers.size);
      return numbers.size - 1;
    }),
  );
  const frequencies = documentFrequencies(tokens, numbers.size);
  const maxDocuments = maxDocumentShare * documents.length;
  const terms = [...numbers.keys()]
    .filter((term) => {
      const frequency = frequencies[numbers.get(term)!]!;
      return frequency >= minDocuments && frequency <= maxDocuments;
    })
    .sort(); // by code unit
  const columnOf = new Int32Array(numbers.size).fill(-1);
  terms.forEach((term, column) => {
    columnOf[numbers.get(term)!] = column;
  });
  return { terms, counts: countTerms(tokens, columnOf, terms.length) };
}

/** In how many documents each term occurs, however often. */
function documentFrequencies(documents: readonly Uint32Array[], termCount: number): Uint32Array {
  const frequencies = new Uint32Array(termCount);
  const lastSeen = new Int32Array(termCount).fill(-1);
  documents.forEach((terms, document) => {
    for (const term of terms) {
      if (lastSeen[term] !== document) frequencies[term]! += 1;
      lastSeen[term] = document;
    }
  });
  return frequencies;
}

function countTerms(documents: readonly Uint32Array[], columnOf: Int32Array, termCount: number): CsrMatrix {
  const counts = new Float64Array(termCount); // of the current document; zeroed again as it is read
  const offsets = new Uint32Array(documents.length + 1);
  const columns: Uint32Array[] = [];
  const values: Float64Array[] = [];
  documents.forEach((terms, document) => {
    const touched: number[] = [];
    for (const term of terms) {
      const column = columnOf[term]!;
      if (column < 0) continue;
      if (counts[column] === 0) touched.push(column);
      counts[column]! += 1;
    }
    const sorted = Uint32Array.from(touched).sort();
    columns.push(sorted);
    values.push(Float64Array.from(sorted, (column) => counts[column]!));
    for (const column of sorted) counts[column] = 0;
    offsets[document + 1] = offsets[document]! + sorted.length;
  });
  const stored = offsets.at(-1)!;
  const allColumns = new Uint32Array(stored);
  const allValues = new Float64Array(stored);
  for (let d = 0; d < documents.length; d++) {
    allColumns.set(columns[d]!, offsets[d]!);
    allValues.set(values[d]!, offsets[d]!);
  }
  return new CsrMatrix(termCount, offsets, allColumns, allValues);
}
