/** Words that begin the last row of a report, in lower case. */
const totals = [
  ...["total", "totals", "grand total", "overall average", "overall total", "sum", "average", "mean", "median"],
  ...["gesamt", "summe", "durchschnitt", "mittelwert", "promedio", "suma", "moyenne", "somme", "total général"],
  ...["média", "soma", "somma", "totale", "итого", "всего", "среднее", "toplam", "ortalama", "المجموع"],
  ...["المتوسط", "कुल", "औसत", "合计", "总计", "总分", "平均", "平均分", "合計", "総計", "합계", "평균"],
];
const known = new Set(totals);

/** `Total`, `Total:`, `Total (30)`, `Total students: 30`, `Average`: the label of a summary, not a learner or a course. */
export function isTotalLabel(text: string): boolean {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\s*[:([=].*$/, "")
    .replace(/\s*\d[\d.,\s]*$/, "");
  return (
    known.has(plain) || /^(grand )?total (students|learners|users|rows|records|enrolments|enrollments)$/.test(plain)
  );
}

/** First bytes of the labels in UTF-8, lower and upper case: all other rows need no second look. */
const firstBytes = new Uint8Array(256);
for (const word of totals)
  for (const form of [word, word.toUpperCase()]) firstBytes[new TextEncoder().encode(form)[0]!] = 1;

/** As `isTotalLabel`, for a field as bytes; next to nothing for rows that are none. */
export function isTotalField(bytes: Uint8Array, start: number, end: number): boolean {
  if (firstBytes[bytes[start]!] !== 1 || end - start > 60) return false;
  const letter = bytes[start + 1]! | 32; // of "total", "grand", "sum", "average", "mean" … in lower case
  if (bytes[start]! < 0x80 && !secondLetters.has(letter)) return false;
  return isTotalLabel(new TextDecoder().decode(bytes.subarray(start, end)));
}

const secondLetters = new Set(totals.map((word) => new TextEncoder().encode(word)[1]! | 32));
