/** Grades that are no numbers, best first or with their points; compared in upper case without spaces. */
const usPoints: Readonly<Record<string, number>> = {
  ...{ "A+": 4.3, A: 4, "A-": 3.7, "B+": 3.3, B: 3, "B-": 2.7, "C+": 2.3, C: 2, "C-": 1.7 },
  ...{ "D+": 1.3, D: 1, "D-": 0.7, F: 0 },
};

/** With E the letters are steps of one: A 5 … E 1, and F, FX or U 0. */
const withE: Readonly<Record<string, number>> = {
  ...{ "A*": 5.5, "A+": 5.3, A: 5, "A-": 4.7, "B+": 4.3, B: 4, "B-": 3.7, "C+": 3.3, C: 3, "C-": 2.7 },
  ...{ "D+": 2.3, D: 2, "D-": 1.7, "E+": 1.3, E: 1, "E-": 0.7, FX: 0, F: 0, U: 0 },
};

/** Marks of transcripts that say that there is no grade: withdrawn, incomplete, in progress, audited, not reported. */
const noGrade = new Set([
  "W",
  "WD",
  "WF",
  "WP",
  "I",
  "INC",
  "IP",
  "AU",
  "AUD",
  "NR",
  "NG",
  "TBA",
  "WITHDRAWN",
  "DROPPED",
  "AUDIT",
]);

/** Scales of words, best first. */
const wordScales: readonly (readonly string[])[] = [
  ["high distinction", "distinction", "credit", "merit", "pass", "fail"],
  ["excellent", "very good", "good", "satisfactory", "fair", "sufficient", "poor", "fail"],
  ["strongly agree", "agree", "neutral", "disagree", "strongly disagree"],
  ["sehr gut", "gut", "befriedigend", "ausreichend", "mangelhaft", "ungenügend"],
  ["matrícula de honor", "sobresaliente", "notable", "aprobado", "suspenso"],
  ["très bien", "bien", "assez bien", "passable", "insuffisant"],
  ["ottimo", "distinto", "buono", "discreto", "sufficiente", "insufficiente"],
  ["отлично", "хорошо", "удовлетворительно", "неудовлетворительно"],
  ["优秀", "良好", "中等", "及格", "不及格"],
  ["秀", "優", "良", "可", "不可"],
];

/** Words for passed and failed in the languages of the header words. */
const passed = new Set(
  [
    ...[
      "pass",
      "passed",
      "p",
      "cr",
      "credit",
      "satisfactory",
      "s",
      "sat",
      "yes",
      "y",
      "true",
      "complete",
      "completed",
      "ok",
    ],
    ...["bestanden", "ja", "apto", "aprobado", "sí", "si", "aprovado", "sim", "validé", "réussi", "admis", "oui"],
    ...[
      "superato",
      "idoneo",
      "promosso",
      "зачет",
      "зачтено",
      "сдано",
      "да",
      "geçti",
      "başarılı",
      "evet",
      "ناجح",
      "نعم",
    ],
    ...["उत्तीर्ण", "हाँ", "及格", "合格", "通过", "通過", "是", "はい", "합격", "통과", "이수"],
  ].map(wordOf),
);
const failed = new Set(
  [
    ...[
      "fail",
      "failed",
      "f",
      "nc",
      "no credit",
      "unsatisfactory",
      "u",
      "unsat",
      "no",
      "n",
      "false",
      "incomplete",
      "not passed",
    ],
    ...[
      "nicht bestanden",
      "durchgefallen",
      "nein",
      "no apto",
      "suspenso",
      "reprobado",
      "reprovado",
      "não",
      "nao",
      "non validé",
    ],
    ...[
      "échoué",
      "ajourné",
      "non",
      "non superato",
      "non idoneo",
      "bocciato",
      "незачет",
      "не зачтено",
      "не сдано",
      "нет",
      "kaldı",
    ],
    ...[
      "başarısız",
      "hayır",
      "راسب",
      "لا",
      "अनुत्तीर्ण",
      "नहीं",
      "不及格",
      "不合格",
      "未通过",
      "未通過",
      "否",
      "いいえ",
      "불합격",
      "미이수",
    ],
  ].map(wordOf),
);

function wordOf(text: string): string {
  return text.trim().toLowerCase().replaceAll("ё", "е").normalize("NFC").replace(/\s+/g, " ");
}

export const letterOf = (text: string): string =>
  text.normalize("NFKC").replace(/[−–]/g, "-").replace(/\s+/g, "").toUpperCase();

export const isLetterGrade = (text: string): boolean => {
  const letter = letterOf(text);
  return Object.hasOwn(usPoints, letter) || Object.hasOwn(withE, letter);
};

export const isNoGrade = (text: string): boolean => noGrade.has(letterOf(text));

/** 1 for a word for passed, 0 for failed, `undefined` for other words. */
export function passOrFail(text: string): 0 | 1 | undefined {
  const word = wordOf(text);
  return passed.has(word) ? 1 : failed.has(word) ? 0 : undefined;
}

/** The steps of the scale of words that holds all of these, the lowest being 1; `undefined` where none does. */
export function wordScaleOf(texts: readonly string[]): readonly string[] | undefined {
  const words = new Set(texts.map(wordOf));
  const scale = wordScales.find((names) => {
    const known = new Set(names.map(wordOf));
    return [...words].every((word) => known.has(word));
  });
  return scale?.filter((name) => words.has(wordOf(name)));
}

/** Points of letter grades: of four points as in the United States, or, where any grade is an E, of five. */
export function letterPoints(grades: Iterable<string>): ReadonlyMap<string, number> {
  const letters = [...grades].map(letterOf);
  const points = letters.some((letter) => /^(E|FX|U|A\*)/.test(letter)) ? withE : usPoints;
  return new Map(letters.filter((letter) => Object.hasOwn(points, letter)).map((letter) => [letter, points[letter]!]));
}

/** A scale of one's own, best first: the last grade is 1, each before it one more. */
export const ownPoints = (grades: readonly string[]): ReadonlyMap<string, number> =>
  new Map(grades.map((grade, at) => [letterOf(grade), grades.length - at]));
